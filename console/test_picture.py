from console.picture import AT_ANY_TIME, CAUSES, README, STAGES, drawn, picture, table
from domain.deciders import DECIDERS, takes
from domain.message import Command
from domain.subject import SubjectKind
from domain.vocabulary import Role


def test_the_picture_in_the_readme_is_the_one_that_the_definitions_draw() -> None:
    readme = README.read_text("utf-8")

    assert drawn(readme) == readme, "python -m console.picture draws it anew"


def test_every_act_of_every_subject_is_in_the_table_with_who_takes_it() -> None:
    told = table()

    for decider in DECIDERS.values():
        for act in decider.COMMANDS:
            assert f"`{act.name}` · " in told
            assert all(role in told for role in act.who - {Role.SYSTEM})


def test_every_act_of_a_projects_year_is_in_one_stage_of_the_picture() -> None:
    acts = DECIDERS[SubjectKind.PROJECT_YEAR].COMMANDS
    modules = [module for stage in (*STAGES, AT_ANY_TIME) for module in stage.modules]

    assert sorted(modules) == sorted({act.__module__.rpartition(".")[2] for act in acts})
    assert all(picture().count(f"<br/>{act.name}") >= 1 for act in acts)


def test_what_other_subjects_cause_is_caused_by_acts_that_they_know() -> None:
    for kind, cause, act in CAUSES:
        assert takes(kind, Command.by_name[cause])
        assert takes(SubjectKind.PROJECT_YEAR, Command.by_name[act])
        assert Role.SYSTEM in Command.by_name[act].who
