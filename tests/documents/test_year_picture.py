from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.catalogue.entries import Stage
from domain.subjects.registry import CATALOGUES, takes
from tests.documents.year_picture import causes_of, drawn, picture


def test_the_picture_has_each_stage_once_and_at_most_25_lines() -> None:
    lines = picture().splitlines()

    assert len(lines) <= 23  # and the two lines of its fence
    for stage in Stage:
        assert sum(stage.title in line for line in lines) == 1


def test_a_cause_of_another_subject_is_in_the_picture_and_is_an_act_that_it_knows() -> None:
    causes = list(causes_of(CATALOGUES))

    assert len(causes) == 10
    for kind, cause, act in causes:
        assert takes(kind, Command.by_name[cause])
        assert takes(SubjectKind.PROJECT_YEAR, Command.by_name[act])
        assert Role.SYSTEM in Command.by_name[act].who
        assert sum(cause in line for line in picture().splitlines()) == 1


def test_only_what_stands_between_the_marks_is_drawn_again() -> None:
    page = drawn("a\n<!-- year:begin -->\nold\n<!-- year:end -->\nb\n")

    assert page.startswith("a\n<!-- year:begin -->\n```text\nProjectYear 项目年\n")
    assert page.endswith("```\n<!-- year:end -->\nb\n")
