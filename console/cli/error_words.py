"""Messages about faulty input, in Chinese before the English.

The domain, the schema's library and the system give messages in English alone; only this module
translates them into Chinese (docs/command-line.md, 1261).
"""

from __future__ import annotations

import re

_INVALID = re.compile(r"Invalid value for (.+?): (.+)", re.DOTALL)
_CJK = re.compile(r"[\u3400-\u9fff]")

OTHERWISE = "有误，请更正"
"""The Chinese before an English message that the table lacks."""

_WORDS: tuple[tuple[str, str], ...] = (
    # the schema's library
    (r"Field required", "必填"),
    (r"Extra inputs are not permitted", "没有此字段"),
    (r"Input should be a valid string.*", "应为文本"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid (?:number|decimal).*", "应为数字"),
    (r"Input should be a valid boolean.*", "应为 true 或 false"),
    (r"Input should be a valid datetime.*", "应为时间"),
    (r"Input should be a valid date.*", "应为日期（YYYY-MM-DD）"),
    (r"Input should be a valid (?:list|tuple|array|set|frozenset).*", "应为列表"),
    (r"Input should be a valid (?:dictionary|object).*", "应为对象"),
    (r"Input should be a valid UUID.*", "应为 UUID"),
    (r"Input should be greater than or equal to (.+)", "不得小于 {0}"),
    (r"Input should be greater than (.+)", "应大于 {0}"),
    (r"Input should be less than or equal to (.+)", "不得大于 {0}"),
    (r"Input should be less than (.+)", "应小于 {0}"),
    (r"Input should be (.+)", "应为 {0}"),
    (r"String should have at least 1 character", "不得为空"),
    (r"String should have at least (\d+) characters?", "不得少于 {0} 个字符"),
    (r"String should have at most (\d+) characters?", "不得超过 {0} 个字符"),
    (r"String should match pattern (.+)", "格式不符，应为 {0}"),
    (r"(?:List|Tuple|Set|Dictionary) should have at least (\d+) items?.*", "至少要有 {0} 项"),
    (r"(?:List|Tuple|Set|Dictionary) should have at most (\d+) items?.*", "至多 {0} 项"),
    (
        r"Decimal input should have no more than (\d+) decimal places?",
        "至多 {0} 位小数；金额以元为单位，万元请折合为元",
    ),
    (r"Decimal input should have no more than (\d+) digits? in total", "至多 {0} 位数字"),
    (r"Decimal input should have no more than (\d+) digits? before.*", "整数部分至多 {0} 位"),
    (r"Invalid JSON.*", "不是有效的 JSON"),
    (r"(?:Value|Assertion) error, (.+)", "{0}"),
    # words of a command
    (r"No such option:? (.+)", "没有此选项：{0}"),
    (r"No such command (.+)", "没有此命令：{0}"),
    (r"Missing option (.+)", "缺少选项 {0}"),
    (r"Missing argument (.+)", "缺少参数 {0}"),
    (r"Missing command", "缺少命令"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "多余的参数：{0}"),
    (r"Option (.+) requires an argument", "选项 {0} 须有值"),
    (r"Option (.+) does not take a value", "选项 {0} 不得有值"),
    (r"Invalid value for (.+?): (.+)", "{0} 的值无效：{1}"),
    # requests and lines of acts
    (r"missing", "缺少此项"),
    (r"(?:is )?not a field of .+", "没有此字段"),
    (r"(?:a|must be a) (?:JSON )?object(?: is expected)?", "应为 JSON 对象"),
    (r"must be an object", "应为对象"),
    (
        r"an object with id, organisation and role is expected",
        "应为含 id、organisation、role 的对象",
    ),
    (r"a text is expected|must be a string", "应为文本"),
    (r"no white space may stand around it", "前后不得有空格"),
    (r"is no Unicode text", "不是 Unicode 文本"),
    (r"has a number that is not finite", "有非有限的数"),
    (r"is nested too deeply", "嵌套过深"),
    (r"(.+) is no number", "{0} 不是数"),
    (r"(.+) is no UUID", "{0} 不是 UUID"),
    (
        r"(.+) is no date \(YYYY-MM-DD\) of (.+) to (.+)",
        "{0} 不是 {1} 至 {2} 间的日期（YYYY-MM-DD）",
    ),
    (r"(.+) is no date(?: \(YYYY-MM-DD\))?", "{0} 不是日期（YYYY-MM-DD）"),
    (r"(.+) is no year", "{0} 不是年份"),
    (r"(.+) is no subject", "{0} 不是事项编号"),
    (r"(?:is )?no(?:t)? JSON: (.+)", "不是有效的 JSON：{0}"),
    (r"is needed: the day on which the act is taken", "必填：办理日期"),
    (r"is needed: (.+) is an act on a project", "必填：{0} 须指明项目"),
    (
        r"is needed: (.+) is no act on a project: name its subject, as (.+)",
        "必填：{0} 不是项目事项，请写明对象，如 {1}",
    ),
    (r"is needed where no jurisdiction and work year are given", "未指明地区和工作年度时必填"),
    (r"is needed for an addition within the year", "年中追加的必填"),
    (r"stands beside a project only", "只能与 project 并用"),
    (r"stands on line (.+) too", "与第 {0} 行重复"),
    (r"(.+) stands on line (.+) too", "{0} 与第 {1} 行重复"),
    (r"stands twice(?: in one object)?", "重复出现"),
    (r"the column stands twice", "此列重复"),
    (r"(.+) stands twice", "{0} 重复出现"),
    (r"nobody acts as the system from a file", "不得以系统身份办理"),
    (r"no act is called (.+)", "没有名为 {0} 的事项"),
    (r"(.+) is the system's own step and stands in no file", "{0} 由系统自动办理，不得填报"),
    (r"(.+) is no act of an? (.+)", "{0} 不是 {1} 的事项"),
    (r"no step of this subject is called (.+)", "该事项没有步骤 {0}"),
    (r"(.+) is no deadline of (.+)", "{0} 不是 {1} 的期限"),
    (r"a project's code is expected", "应为项目代码"),
    (r"(.+) is none of (.+) \(without macros\)", "{0} 不属于 {1}（不得含宏）"),
    (r"is none of (.+) \(without macros\)", "文件类型应为 {0}（不得含宏）"),
    (r"(.+) is none of (.+)", "{0} 应为 {1} 之一"),
    (r"has no act", "没有可办理的事项"),
    (r"is no pack of (.+), which the act adopts", "不是所采用的 {0} 的规则包"),
    (
        r"the notices of (.+) to (.+) are kept: give .+",
        "只存有 {0} 至 {1} 年的通知，其他年度请随事项填报 holidays 和 working_days",
    ),
    # rules
    (r"must be one of (.+)", "应为 {0} 之一"),
    (r"must be true or false", "应为 true 或 false"),
    (r"must be 0 to 100, or a level of the pack: (.+)", "应为 0 至 100，或规则包中的等次：{0}"),
    (r"must be 0 to 100, or a level of the pack: ", "应为 0 至 100（规则包没有等次）"),
    (r"must be a list", "应为列表"),
    (r"must not be (?:blank|empty)", "不得为空"),
    (r"must be a number", "应为数字"),
    (r"must not be negative", "不得为负"),
    (r"must not be 0", "不得为 0"),
    (r"must not be over (.+)", "不得大于 {0}"),
    (r"must be a count, an integer not below 0", "应为不小于 0 的整数"),
    (r"must be a date(?: that exists)?, written YYYY-MM-DD", "应为日期（YYYY-MM-DD）"),
    (r"must be a year, an integer from 1 to 9999", "应为年份（1 至 9999）"),
    (r"must be an exact decimal, not a binary float", "应为精确的十进制数"),
    (r"must be a string of six digits", "应为六位数字"),
    (r"must be UTF-8", "应为 UTF-8"),
    (r"(?:the weights )?must sum to 1", "各项之和应为 1"),
    (r"give the budget type or the subject", "请填写预算类型或专项对象"),
    (r"must not be open", "不得未定"),
    (r"lies at the end of the calendar", "超出可计算的日期"),
    (r"a qualitative indicator has a level, 0 to 100", "定性指标须填等次（0 至 100）"),
    (r"nothing reads (.+), and nothing rests on it", "没有口径 {0}，也没有依据它的决定"),
    (r"nothing reads (.+)", "没有口径 {0}"),
    (r"a ruling on (.+) takes no value here, only words", "对 {0} 的口径只能是文字"),
    (r"(\S+) needs a value(.*)", "对 {0} 的口径须填值{1}"),
    (r"nothing is known of (.+)", "没有 {0} 的资料"),
    (r"no text is kept under (.+)", "没有存 {0} 的内容，请先提交"),
    (r"the text is not that of (.+)", "内容不是 {0} 的规则包"),
    (r"the text says (.+)", "规则包自称为 {0}"),
    (r"(.+) states no (.+) to be changed", "{0} 没有可改的 {1}"),
    (r"(.+) states no (.+)", "{0} 没有 {1}"),
    (r"no (.+) stands there, only (.+)", "没有 {0}，只有 {1}"),
    (r"stands in each line of a batch, not beside it", "批量时应写在每一行"),
    (r"is longer than (.+) bytes", "超过 {0} 字节"),
    (r"is longer than (.+) characters", "超过 {0} 个字符"),
    (r"(.+)… is longer than (.+) characters", "{0}… 超过 {1} 个字符"),
    (r"(.+) is ambiguous: quote it, or write it plainly", "{0} 有歧义，请加引号或改写"),
    (r"duplicate key", "重复出现"),
    (r"is nested deeper than (.+) levels", "嵌套超过 {0} 层"),
    (
        r"no pack of jurisdiction (.+) is built",
        "程序未附 {0} 的规则包（新建用 jixiao init 或 jixiao packs new {0}；已采用的加 --data）",
    ),
    # portfolios, workbooks and documents
    (r"is empty: a header and one line per project are expected", "为空：应有表头，每个项目一行"),
    (r"is empty", "为空"),
    (r"has a header but no project", "只有表头，没有项目"),
    (r"the line ends before this column", "该行缺少此列"),
    (r"the line has (.+) cells, the header (.+)", "该行有 {0} 格，表头有 {1} 格"),
    (r"(.+) must be (.+), the unit's own code", "{0} 应为 {1}：单位行的单位代码与代码相同"),
    (r"has a line of more than (.+) characters", "有超过 {0} 个字符的行"),
    (r"(.+) is no column of a portfolio", "{0} 不是项目库的列"),
    (r"the column is missing", "缺少此列"),
    (r"is no CSV here: (.+)", "此处不是有效的 CSV：{0}"),
    (
        r"(.+) begins like a formula (.+): leave the sign out",
        "{0} 以公式符号 {1} 开头，请去掉该符号",
    ),
    (r"(.+) has a control character: leave it out", "{0} 有控制字符，请删去"),
    (r"(.+) has a control character", "{0} 有控制字符"),
    (
        r"(.+) is no code: up to 64 characters.*",
        "{0} 不是代码：至多 64 个字符，不得有空格、斜线和冒号",
    ),
    (r"(.+) is neither true nor false", "{0} 应为 true 或 false"),
    (r"(.+) is no amount in yuan.*", "{0} 不是金额（元）：至多两位小数，不得为负"),
    (r"(.+) is a formula: paste its value instead", "{0} 是公式，请改为粘贴数值"),
    (r"(.+) is an error value: paste its value instead", "{0} 是错误值，请改为粘贴数值"),
    (r"is no workbook that can be read", "不是可读的工作簿"),
    (r"has more than (.+) rows", "超过 {0} 行"),
    (r"has more than (.+) columns", "超过 {0} 列"),
    (r"unpacks to more than (.+) bytes", "解压后超过 {0} 字节"),
    (r"has too long a number, or is nested too deeply", "数字过长或嵌套过深"),
    (r"(.+) is too long a number, or nested too deeply", "{0} 数字过长或嵌套过深"),
    (r"name or node is needed", "须填 name 或 node"),
    (r"clause or from is needed", "须填 clause 或 from"),
    (r"an amount in yuan is expected", "应为金额（元）"),
    (r"a plain decimal number is expected, as (.+)", "应为数字，如 {0}"),
    (r"a day is expected, as (.+)", "应为日期，如 {0}"),
    (r"a file's name is expected.*", "应为文件名，不得含路径和特殊字符"),
    (r"a name neither begins with a dot.*", "文件名不得以点或空格开头或结尾"),
    (r"a name has at most (.+) bytes in UTF-8", "文件名至多 {0} 字节（UTF-8）"),
    # the system
    (r"No such file or directory", "没有此文件或目录"),
    (r"Permission denied", "没有权限"),
    (r"Is a directory", "是目录，不是文件"),
    (r"Not a directory", "不是目录"),
    (r"File exists", "已存在"),
    (r"Directory not empty", "目录不为空"),
    (r"No space left on device", "磁盘已满"),
    (r"Read-only file system", "磁盘只读"),
    (r"File name too long", "文件名过长"),
    (r"Too many levels of symbolic links", "链接循环"),
    (r"Input/output error", "磁盘读写出错"),
    (r"cannot be read", "无法读取"),
    (r"cannot be written", "无法写入"),
    # packs of rules that a county writes
    (r"no test on (\d{4}-\d{2}-\d{2})", "缺 {0} 的测试：生效日和前一日各须有一例（tests）"),
    (r"answers (.+)", "测试的结论不符，规则的结论是 {0}"),
    (r"cites (.+)", "测试的依据不符，规则的依据是 {0}"),
    (r"no test notices (.+) in its place", "改成 {0} 也没有测试发现：请补一例能区分二者的测试"),
    (r"no rule (.+) is built", "没有规则 {0}"),
    (r"(\S+) is stated twice", "{0} 写了两次，请合并"),
    (r"(\S+) is read twice", "{0} 的口径写了两次，请合并"),
    (r"nothing reads (\S+)", "没有 {0} 的口径，请在 readings 中写明"),
    (
        r"no clause (\S+) in the clause list",
        "条款清单中没有 {0}；本县文件的条款请注明 unverified: true",
    ),
    (r"differs from the clause list's (\S+)", "与条款清单中 {0} 的原文不一致"),
    (r"not found in the document", "该文件中没有这段原文"),
    (r"no document (.+)", "没有文件 {0}"),
    (
        r"an unverified citation must rest on a reading",
        "未经核对的引文须以口径为据（interpretations）",
    ),
    (r"this rule has no parts", "该规则不分项，请删去 part"),
    (r"no pack of (\d{6})", "没有 {0} 的规则包，请一并给出"),
    (r"inherits from itself", "不得继承自身"),
    (r"another file holds this pack", "另一个文件已是此规则包"),
)
_OR = "; or "
_TABLE = tuple((re.compile(pattern, re.DOTALL), zh) for pattern, zh in _WORDS)


def bilingual(message: str) -> str:
    """A message in Chinese before its English; a message with Chinese stays as it is."""
    invalid = _INVALID.fullmatch(message)
    if invalid and _CJK.search(invalid[2]):  # the reason has its own Chinese
        return f"{invalid[1]} 的值无效：{invalid[2]}"
    zh, slash, _ = message.partition(" / ")
    if slash and _CJK.search(zh) and not zh.count("'") % 2:  # not within a quoted value
        return message
    known = in_chinese(message)
    if known is not None:
        return f"{known} / {message}"
    return message if _CJK.search(message) else f"{OTHERWISE} / {message}"


def in_chinese(message: str) -> str | None:
    """The Chinese of a message; none if the table lacks it.

    A field of several types has one message for each, with `; or ` between them.
    """
    if _OR in message:
        parts = [in_chinese(one) or OTHERWISE for one in message.split(_OR)]
        return "，或".join(dict.fromkeys(parts))
    for pattern, zh in _TABLE:
        found = pattern.fullmatch(message)
        if found is not None:
            said = zh.format(*(part or "" for part in found.groups()))
            return in_chinese(said) or said
    return None
