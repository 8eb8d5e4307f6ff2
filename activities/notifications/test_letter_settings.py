"""`notices.yaml`: who has which address; what cannot be used is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from activities.notifications.letter_settings import BadSettings, mail_settings

SMTP = "smtp: {host: mail.example, port: 25, sender: jixiao@bureau.example}\n"


def test_without_the_file_nobody_is_mailed(tmp_path: Path) -> None:
    assert mail_settings(tmp_path) is None


def test_an_organisation_of_its_own_goes_before_its_role(tmp_path: Path) -> None:
    # given
    (tmp_path / "notices.yaml").write_text(
        f"{SMTP}addresses:\n"
        "  - {role: unit, to: [all@unit.example]}\n"
        "  - {role: unit, organisation: '101', to: [a@unit.example, b@unit.example]}\n"
        "  - {role: unit, organisation: '101', to: [b@unit.example]}\n"
    )
    # when
    settings = mail_settings(tmp_path)
    # then
    assert settings is not None
    assert settings.addresses_of("unit", "101") == ("a@unit.example", "b@unit.example")
    assert settings.addresses_of("unit", "202") == ("all@unit.example",)
    assert settings.addresses_of("finance", "652825") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1: document: "),
        ("smtp: [", ":2: yaml: "),
        ("addresses: []\n", ":1: smtp: Field required"),
        (f"{SMTP}addresses:\n  - {{role: unit, to: [nobody]}}\n", ":3: addresses.0.to.0: "),
        (f"{SMTP}addresses:\n  - {{role: unit, to: ['a@b, c@d']}}\n", ":3: addresses.0.to.0: "),
        (f"{SMTP}addresses:\n  - {{role: unit, to: []}}\n", ":3: addresses.0.to: "),
        (f"{SMTP}addresses:\n  - {{role: teacher, to: [a@b]}}\n", ":3: addresses.0.role: "),
        (f"{SMTP}colour: red\n", ":2: colour: Extra inputs"),
        ("smtp: {host: a, port: 0, sender: a@b}\n", ":1: smtp.port: "),
        ("smtp: {host: a, port: 65536, sender: a@b}\n", ":1: smtp.port: "),
        ("smtp: {host: a, sender: a@b, security: ssl}\n", ":1: smtp.security: "),
        (f"{SMTP}{SMTP}", ":2: smtp: duplicate key"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_with_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "notices.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadSettings) as caught:
        mail_settings(tmp_path)
    line = str(caught.value)
    assert line.startswith(f"{file}{told}")
    assert "\n" not in line


def test_a_folder_in_its_place_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "notices.yaml").mkdir()
    with pytest.raises(BadSettings, match=r"notices\.yaml: file: .*is no file: a folder"):
        mail_settings(tmp_path)
