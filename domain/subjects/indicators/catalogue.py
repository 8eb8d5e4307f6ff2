"""The catalogue of a library of indicators: titles, letters, deadlines and phases."""

from __future__ import annotations

from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue.entries import (
    Catalogue,
    EventEntry,
    Mark,
    PhaseEntry,
    Stage,
    Tone,
    act,
)
from domain.shared.names import Name

CATALOGUE = Catalogue(
    name=Name("指标库", "library of indicators"),
    acts={
        Stage.ANY_TIME: (
            act(
                "indicator-library.import",
                EventEntry(
                    "indicator-library.imported", "导入指标库版本", Mark("imported", "导入")
                ),
                instead=(
                    "未采用的，作废后重新导入；已采用的，请另行导入并采用新版本",
                    "discard it and import it again; once adopted, adopt a new version",
                ),
            ),
            act(
                "indicator-library.adopt",
                EventEntry(
                    "indicator-library.adopted", "采用指标库版本", Mark("library", "指标库")
                ),
                instead=(
                    "请重新采用正确的版本（indicator-library.adopt），自采用之日起以后一次为准",
                    "adopt the right version by indicator-library.adopt: the later one counts",
                ),
            ),
            act(
                "indicator-library.discard",
                EventEntry(
                    "indicator-library.discarded",
                    "作废未采用的指标库版本",
                    Mark("discarded", "作废", Tone.CHANGE),
                ),
                instead=(
                    "请以 indicator-library.import 重新导入该版本",
                    "import the version again by indicator-library.import",
                ),
            ),
            act(
                "indicator.end",
                EventEntry("indicator.ended", "停用指标", Mark("ended", "停用", Tone.CHANGE)),
                instead=("请以 indicator.restore 恢复该指标", "restore it by indicator.restore"),
            ),
            act(
                "indicator.restore",
                EventEntry("indicator.restored", "恢复指标", Mark("restored", "恢复", Tone.CHANGE)),
                instead=("请以 indicator.end 再次停用", "end it again by indicator.end"),
            ),
            *shared.ANNOTATION,
        ),
    },
    phases=(
        PhaseEntry("empty", Name("尚无记录", "empty")),
        PhaseEntry("imported", Name("已导入，尚未采用", "imported, not adopted")),
        PhaseEntry("adopted", Name("已采用", "adopted")),
    ),
)
"""The catalogue of a jurisdiction's library of indicators."""
