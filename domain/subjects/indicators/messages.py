"""The acts and events of a library of indicators: versions, adoption, ended indicators."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.columns import Column
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.vocabulary import Code, Day, KnownCode, Role, Text

Library = Annotated[str, Field(pattern=r"^\d{6}$"), Column("指标库所属地区", "指标库", "发布地区")]
"""The code of the jurisdiction whose library it is: the own one or one above it."""

Edition = Annotated[Code, Column("版本", "指标库版本", "年度版本")]
Direction = Literal["positive", "negative", "qualitative"]


class ClassRow(Message):
    """A class 大类 of indicators."""

    code: Code
    title: Text


class IndicatorRow(Message):
    """An indicator of a library, in the class of the code `in_class`.

    `level` is 1 to 3: a target names indicators of level 3, the others are headings above them.
    """

    code: Annotated[Code, Column("指标编码", "指标编号", "指标代码")]
    title: Annotated[Text, Column("指标名称", "三级指标", "指标内容", is_name=True)]
    in_class: Annotated[Code, Column("大类编码", "类别编码")]
    level: Annotated[Literal["1", "2", "3"], Column("指标级次", "指标层级", "级次")] = "3"
    unit_of_measure: Annotated[Text | None, Column("计量单位", "度量单位")] = None
    direction: Annotated[Direction | None, Column("指标方向", "方向")] = None
    reference: Annotated[Text | None, Column("参考值", "标准值")] = None
    source: Annotated[Text | None, Column("指标来源", "来源")] = None


Classes = Annotated[tuple[ClassRow, ...], Field(max_length=200)]
Indicators = Annotated[tuple[IndicatorRow, ...], Field(min_length=1, max_length=1000)]


class ImportLibrary(Command, name="indicator-library.import", who={Role.FINANCE}):
    """Import a version of a library of indicators; it is in force once it is adopted.

    `standard` is the document that publishes it. A library of more than 1,000 indicators is
    imported in parts: the same version again, with other indicators, until it is adopted.
    """

    library: Library
    edition: Edition
    standard: Annotated[Text, Column("指标体系文件", "依据文件", "指标体系")]
    classes: Classes
    indicators: Indicators


class AdoptLibrary(Command, name="indicator-library.adopt", who={Role.FINANCE}):
    """Adopt an imported version: from now on it takes the place of the one before.

    A jurisdiction adopts its own library and those of the levels above it. `document` is what it
    was adopted by. Indicators that were ended before stand as the new version has them.
    """

    library: Library
    edition: Edition
    document: Text


class DiscardVersion(Command, name="indicator-library.discard", who={Role.FINANCE}):
    """Discard a version that was imported by mistake and never adopted."""

    library: Library
    edition: Edition
    reason: Text


class EndIndicator(Command, name="indicator.end", who={Role.FINANCE}):
    """End an indicator of the library in force; `last_day` is inclusive.

    Targets that name it stay as they were filed.
    """

    code: KnownCode
    last_day: Day
    reason: Text


class RestoreIndicator(Command, name="indicator.restore", who={Role.FINANCE}):
    """Take back that an indicator was ended."""

    code: KnownCode
    reason: Text


class LibraryImported(Event, name="indicator-library.imported", version=1):
    """A version of a library, or a part of it, was imported."""

    library: str
    edition: str
    standard: Text
    classes: Classes
    indicators: Indicators


class LibraryAdopted(Event, name="indicator-library.adopted", version=1):
    """A version is in force: the library has so many classes and indicators of level 3 of its own.

    `all_classes` and `all_indicators` count those of all levels of the chain together.
    """

    library: str
    edition: str
    document: Text
    classes: int
    indicators: int
    all_classes: int
    all_indicators: int


class VersionDiscarded(Event, name="indicator-library.discarded", version=1):
    """A version that was never adopted was discarded."""

    library: str
    edition: str
    reason: Annotated[Text, WITHHOLDABLE]


class IndicatorEnded(Event, name="indicator.ended", version=1):
    """An indicator is in force until `last_day` (inclusive)."""

    code: str
    title: Text
    last_day: Day
    reason: Annotated[Text, WITHHOLDABLE]


class IndicatorRestored(Event, name="indicator.restored", version=1):
    """An indicator is in force again as if it had not been ended."""

    code: str
    title: Text
    reason: Annotated[Text, WITHHOLDABLE]
