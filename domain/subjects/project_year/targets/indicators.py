"""Performance indicators: what a target promises and a monitoring result measures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, Protocol

from domain.kernel import refusals
from domain.kernel.columns import Column
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, KnownCode, Measured, Percent, Points, Text
from domain.rules.engine.exact import total
from domain.shared.filings.indicator_values import BENEFIT, IndicatorClass, RelationOrDay


class Indicator(Message):
    """One indicator of a target: `points` of 100; `target` is null for a qualitative one.

    The target of relation `by` is a day, which is in time itself. A common indicator names its
    `library_code`. `in_library` is what the library says of it (`targets.library_check`): what a
    filing says there counts in acts of older programs alone.
    """

    id: Annotated[Code, Column("指标编号", "指标编码", "指标代码")]
    indicator_class: Annotated[IndicatorClass, Column("指标类别", "二级指标", "指标类型")]
    title: Annotated[Text, Column("指标名称", "三级指标", "指标内容", is_name=True)]
    relation: Annotated[RelationOrDay, Column("关系", "比较关系", "计算符号")]
    target: Annotated[Measured | Day | None, Column("年度指标值", "指标值", "目标值")] = None
    unit_of_measure: Annotated[Text | None, Column("度量单位", "计量单位")] = None
    points: Annotated[Points, Column("分值", "权重")]
    kind: Annotated[Literal["common", "specific"], Column("指标性质", "共性或个性")] = "specific"
    library_code: Annotated[KnownCode | None, Column("指标库编码", "共性指标编码")] = None
    in_library: Annotated[bool, Column("是否在指标库", "指标体系内")] = False


class Completion(Message):
    """How far one indicator has come by the node: `completion` in percent.

    `actual` is the value reached as it was filed; a qualitative one has a `level` in percent.
    """

    id: KnownCode
    actual: Text | None = None
    level: Points | None = None
    completion: Percent


class Identified(Protocol):
    """Something filed for one indicator."""

    @property
    def id(self) -> str:
        """The indicator's id."""
        ...


def stands_twice(indicators: Sequence[Identified]) -> Refusal | None:
    """Refuse indicators of which two have the same id."""
    if len({one.id for one in indicators}) == len(indicators):
        return None
    return refusals.invalid("indicators", "指标编号重复。", "an indicator id stands twice.")


class Weighted(Protocol):
    """Something worth points in a class of indicators."""

    @property
    def indicator_class(self) -> str:
        """The class, by its id."""
        ...

    @property
    def points(self) -> Decimal:
        """The points that it is worth."""
        ...


def points_by_class(
    indicators: Sequence[Weighted], execution_points: Decimal
) -> dict[str, Decimal]:
    """The points of each class as `target.weights` asks for them."""
    classes = {
        "execution": execution_points,
        "output": Decimal(0),
        "benefit": Decimal(0),
        "satisfaction": Decimal(0),
    }
    for indicator in indicators:
        name = "benefit" if indicator.indicator_class in BENEFIT else indicator.indicator_class
        classes[name] = total((classes.get(name, Decimal(0)), indicator.points))
    return classes
