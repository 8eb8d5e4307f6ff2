"""The region's prefectures, and what is wrong with the code of a place or of the level above it."""

from __future__ import annotations

from domain.kernel.jurisdiction_codes import (
    COUNTRY,
    is_code,
    is_prefecture,
    is_province,
    parent_of,
    province_of,
)

REGION = "650000"
"""新疆维吾尔自治区: the packs of the levels above a county come with this program for it alone."""

PREFECTURES = {
    "650100": "乌鲁木齐市",
    "650200": "克拉玛依市",
    "650400": "吐鲁番市",
    "650500": "哈密市",
    "652300": "昌吉回族自治州",
    "652700": "博尔塔拉蒙古自治州",
    "652800": "巴音郭楞蒙古自治州",
    "652900": "阿克苏地区",
    "653000": "克孜勒苏柯尔克孜自治州",
    "653100": "喀什地区",
    "653200": "和田地区",
    "654000": "伊犁哈萨克自治州",
    "654200": "塔城地区",
    "654300": "阿勒泰地区",
}
"""The prefectures of the region by code (GB/T 2260)."""

_NAMES = {**PREFECTURES, REGION: "新疆维吾尔自治区", COUNTRY: "国家"}


def place_name(code: str) -> str:
    """A code with its name, where it is known: `653100（喀什地区）`."""
    return f"{code}（{_NAMES[code]}）" if code in _NAMES else code


def code_fault(code: str) -> str | None:
    """What is wrong with the code of the county or prefecture that begins."""
    if not is_code(code):
        return (
            f"{code!r} 不是行政区划代码，应为六位数字，如 653130 / "
            f"{code!r} is no code of six digits, as 653130"
        )
    if province_of(code) != REGION:
        return (
            f"{code} 属于 {code[:2]} 开头的省区；本程序只附有 65（新疆）的上级规则包，"
            f"请核对代码 / {code} lies in another province than 65 (Xinjiang), whose rules alone "
            "come with this program"
        )
    if is_province(code):
        return (
            f"{code} 是自治区，请写本县（市、区）或本地州的代码 / "
            f"{code} is the region: write the code of the county or prefecture that begins"
        )
    prefecture = code if is_prefecture(code) else parent_of(code)
    if prefecture not in {*PREFECTURES, REGION}:
        return (
            f"{code} 的前四位 {code[:4]} 不是新疆的任何地州市，请核对代码（{_listed()}） / "
            f"{code[:4]} is no prefecture of the region: check the code"
        )
    return None


def parent_fault(parent: str, code: str) -> str | None:
    """What is wrong with the code of the level above `code`; by itself where that is wrong too."""
    if code_fault(code):
        zh, en = _wrong_parent(parent, REGION if is_code(parent) else "")
        return None if province_of(parent) == REGION else f"{zh} / {en}"
    right = parent_of(code)
    if parent == right:
        return None
    advice = (
        f"按代码，{code} 的上级是 {place_name(str(right))} / by its digits the level above {code} "
        f"is {right}"
    )
    zh, en = _wrong_parent(parent, code)
    advice_zh, _, advice_en = advice.partition(" / ")
    return f"{zh}；{advice_zh} / {en}; {advice_en}"


def _wrong_parent(parent: str, code: str) -> tuple[str, str]:
    if not is_code(parent):
        return f"{parent!r} 不是六位数字", f"{parent!r} is no code of six digits"
    if parent == code:
        return "上级不能是本级自己", "no place stands above itself"
    if parent != COUNTRY and province_of(parent) != province_of(code):
        return f"{parent} 属于另一省区", f"{parent} lies in another province"
    if not is_province(parent) and not is_prefecture(parent) and parent != COUNTRY:
        return f"{parent} 是县级，不是上级", f"{parent} is a county, not a level above"
    if is_prefecture(parent):
        return f"{place_name(parent)}是另一地州", f"{parent} is another prefecture"
    return f"{place_name(parent)}隔了一级", f"{parent} is more than one level above"


def _listed() -> str:
    return "、".join(f"{code[:4]} {name}" for code, name in PREFECTURES.items())
