"""The units of a county, as a table of units lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from domain.kernel.columns import Column
from domain.kernel.vocabulary import Code


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with the code of the department in charge of it (主管部门), which may be itself."""

    code: Annotated[Code, Column("单位编码", "单位代码", "预算单位编码")]
    name: Annotated[str, Column("单位名称", "预算单位", "预算单位名称", is_name=True)]
    department: Annotated[Code | None, Column("主管部门编码", "主管部门代码", "主管部门")] = None
