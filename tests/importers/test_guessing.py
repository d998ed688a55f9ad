"""Bytes of old encodings: read as they were written, or said not to be sure of."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.importers.bring_in import bring_in
from solver.importers.files.guessing import GUESSED, encoding_of
from tests.importers.test_odd_tables import brought

WESTERN = {
    "German": "Prüfung Löschung Größe ändern Übersicht Maß Jörg Müller Straße ÜBERGABE 20°C §4",
    "French": "Café Hélène garçon élève à déjà août naïve Noël château Éric FENÊTRE",
    "Spanish": "niño gestión mañana Íñigo pingüino señor",
    "Portuguese": "São coração ações",
    "Nordic": "Ålesund Søren Blåbær Æble Malmö",
    "Signs": "l’été “Plan” Kölner–Bonner 5€ Acme™ „Ja“ …usw cœur Østergård",
}
CYRILLIC = "Ключ;Название;Статус;Оценка (ч)\nP-1;Форма входа;К выполнению;8\nP-2;ОТЧЁТ №3 — черновик;В работе;5\n"
CHINESE = "编号,标题,状态,预估工时\nP-1,登录页面，首页,待办,8\nP-2,搜索接口（新）,进行中,5\n"


@pytest.mark.parametrize("language", WESTERN)
def test_what_windows_writes_is_never_read_otherwise(language: str) -> None:
    """Each word alone is read as Windows writes it; a few of others are read as theirs, or guessed, which is told."""
    for word in WESTERN[language].split():
        assert encoding_of(f"id;{word};4".encode("cp1252")) == GUESSED
    for encoding in ("mac_roman", "cp850"):
        raw = WESTERN[language].encode(encoding, errors="ignore")
        assert encoding_of(raw) in {encoding, GUESSED}
        assert language not in {"German", "French"} or encoding_of(raw) == encoding


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp1252"])
def test_a_western_table_is_read_as_it_was_written(tmp_path: Path, encoding: str) -> None:
    """A Mac ends lines by a return alone; letters are those that were written, and the ledger shows some words."""
    text = "id,title,hours,status,assignee\rT1,Prüfung der Größe,8,To Do,Jörg Müller\rT2,Élève à côté,5,To Do,Hélène\r"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.csv").write_bytes(text.encode(encoding))
    table, said = brought(tmp_path, tmp_path / "in")
    assert [row["title"] for row in table.values()] == ["Prüfung der Größe", "Élève à côté"]
    assert [row["assigned_to"] for row in table.values()] == ["Jörg Müller", "Hélène"]
    (told,) = [text for _, _, text in said if "no UTF-8" in text]
    assert "'Prüfung', 'Größe'" in told
    assert ("Mac" in told, "DOS" in told) == (encoding == "mac_roman", encoding == "cp850")


@pytest.mark.parametrize(
    ("text", "encoding", "how"), [(CYRILLIC, "cp1251", "Cyrillic"), (CHINESE, "gb18030", "Chinese")]
)
def test_cyrillic_and_chinese_tables(tmp_path: Path, text: str, encoding: str, how: str) -> None:
    """What Windows writes in Russia and in China is read so, headers and all."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.csv").write_bytes(text.encode(encoding))
    bring_in([tmp_path / "in"], tmp_path / "ws")
    table, said = brought(tmp_path, tmp_path / "in")
    assert [row["estimated_hours"] for row in table.values()] == ["8", "5"]
    assert [row["title"] for row in table.values()] == [
        line.split(";" if ";" in text else ",")[1] for line in text.splitlines()[1:]
    ]
    assert [text for _, _, text in said if "no UTF-8" in text and how in text]


@pytest.mark.parametrize("text", ["Łukasz Wójcik, Małgorzata", "Příliš žluťoučký kůň"])
def test_what_is_none_of_them_is_said_to_be_guessed(text: str) -> None:
    """Where each reading has an odd word the first guess stands, and the ledger shows words and says what to do."""
    assert encoding_of(text.encode("cp1250")) == GUESSED
