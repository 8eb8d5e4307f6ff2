from console.cli.render.year_picture import README, causes_of, drawn, picture, table
from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.subjects.registry import CATALOGUES, DECIDERS, takes


def test_the_picture_in_the_readme_is_the_one_that_the_definitions_draw() -> None:
    readme = README.read_text("utf-8")

    assert drawn(readme) == readme, "python -m console.cli.render.year_picture draws it anew"


def test_every_act_of_every_subject_is_in_the_table_with_its_title_and_who_takes_it() -> None:
    told = table()

    for decider in DECIDERS.values():
        for act in decider.COMMANDS:
            people = sorted(str(role) for role in act.who - {Role.SYSTEM}) or ["the system itself"]
            title = CATALOGUES.acts[act.name].title
            assert f"`{act.name}` {title} · {', '.join(people)}" in told


def test_every_act_of_a_projects_year_is_in_one_stage_of_the_picture() -> None:
    lines = [line.removesuffix('"]') for line in picture().splitlines()]

    for act in DECIDERS[SubjectKind.PROJECT_YEAR].COMMANDS:
        assert sum(act.name in line.split("<br/>") for line in lines) == 1, act.name


def test_what_other_subjects_cause_is_caused_by_acts_that_they_know() -> None:
    causes = list(causes_of(CATALOGUES))

    assert len(causes) == 6
    for kind, cause, act in causes:
        assert takes(kind, Command.by_name[cause])
        assert takes(SubjectKind.PROJECT_YEAR, Command.by_name[act])
        assert Role.SYSTEM in Command.by_name[act].who
