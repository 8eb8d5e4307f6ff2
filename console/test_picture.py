from console.picture import README, drawn, picture
from domain.deciders import DECIDERS


def test_the_picture_in_the_readme_is_the_one_that_the_definitions_draw() -> None:
    readme = README.read_text("utf-8")

    assert drawn(readme) == readme, "python -m console.picture draws it anew"


def test_every_act_of_every_subject_is_in_the_picture() -> None:
    told = picture()

    assert all(act.name in told for decider in DECIDERS.values() for act in decider.COMMANDS)
