"""Tables in Russian and in Chinese: what their headers, states, priorities and units mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.importers import languages
from solver.importers.board.amounts import minutes_of, unit_in
from solver.importers.board.dates import iso_date
from solver.importers.board.states import priority_of, state_of
from solver.importers.bring_in import bring_in
from solver.importers.fields import FIELDS, columns_of
from tests.importers.test_bring_in import write
from tests.importers.test_odd_tables import brought, hours

RUSSIAN = (
    "Ключ;Название;Статус;Приоритет;Оценка (ч);Исполнитель;Срок;Зависит от\n"
    "P-1;Форма входа;К выполнению;Высокий;8;Иван Петров;20.05.2027;\n"
    "P-2;Поиск;В работе;Средний;5,5;Анна Орлова;7 июня 2027;P-1\n"
    "P-3;Отчёт;Готово;Низкий;3;Анна Орлова;;\n"
    ";Итого;;;16,5;;;\n"
)
CHINESE = (
    "编号,标题,状态,优先级,预估工时（小时）,负责人,截止日期,前置任务\n"
    "P-1,登录页面,待办,高,8,王伟,2027年5月20日,\n"
    "P-2,搜索接口,进行中,中,5.5,李娜,2027-06-07,P-1\n"
    "P-3,报表,已完成,低,3,李娜,,\n"
    ",合计,,,16.5,,,\n"
)


@pytest.mark.parametrize("text", [RUSSIAN, CHINESE])
def test_a_backlog_in_another_language(tmp_path: Path, text: str) -> None:
    """Headers, states, priorities, dates, links and sums are understood, and nothing is said to be unknown."""
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv=text))
    assert hours(table) == {"P-1": "8", "P-2": "5.5", "P-3": "3"}
    assert [row["priority"] for row in table.values()] == ["HIGH", "MEDIUM", "LOW"]
    assert [row["status"] for row in table.values()] == ["TODO", "IN_PROGRESS", "DONE"]
    assert table["P-2"]["dependencies"] == "P-1"
    assert table["P-2"]["assigned_to"] in {"Анна Орлова", "李娜"}
    assert not [text for _, _, text in said if "not known" in text or "no date" in text]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "ФИО;Отдел;Python;Тестирование;Часов в неделю\nИван Петров;A;4;3;40\nАнна;A;2;5;20\n",
            ("Анна", 20),
        ),
        ("姓名,部门,Python,测试,每周工时\n王伟,A,4,3,40\n李娜,A,2,5,20\n", ("李娜", 20)),
    ],
)
def test_a_skills_matrix_in_another_language(tmp_path: Path, text: str, people: tuple[str, int]) -> None:
    """Names, skills with levels and hours of a week are read; a department is no skill."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "skills.csv").write_text(text, encoding="utf-8")
    bring_in([tmp_path / "in"], tmp_path / "ws")
    card = (tmp_path / "ws" / "cards" / f"{people[0]}.md").read_text(encoding="utf-8")
    assert "python: 0.4" in card.casefold()
    assert sum(": 1" in line for line in card.splitlines()) == 1
    assert "部门" not in card
    assert "Отдел" not in card
    assert f"{people[1]}" in (tmp_path / "ws" / "team.yaml").read_text(encoding="utf-8")


def test_what_a_table_must_not_bring_is_known_in_every_language() -> None:
    """Salaries, passwords and addresses are secret, whatever language names them."""
    header = ("Имя", "Зарплата", "Эл. почта", "Пароль", "工资", "邮箱", "密码")
    assert columns_of(header).secrets == header[1:]


def test_no_word_means_two_things() -> None:
    """A word stands for one state, one priority, one unit and one field of those that a row has once."""
    for known in (languages.STATES, languages.PRIORITIES):
        words = [word for group in known.values() for word in group.split("|")]
        assert len(words) == len(set(words))
        assert all(word == word.casefold().strip() for word in words)
    words = [word for group in languages.FIELDS.values() for word in group.split("|")]
    assert len(words) == len(set(words))
    assert set(languages.FIELDS) <= set(FIELDS)
    assert state_of("На проверке") == ("IN_REVIEW", True)
    assert priority_of("紧急") == "CRITICAL"
    assert (minutes_of("2д 4ч", "h"), minutes_of("3天2小时", "h"), minutes_of("1 нед", "h")) == (1200, 1560, 2400)
    assert (unit_in("оценка (дни)"), unit_in("预估工时"), unit_in("сложность (м)")) == ("d", "h", "")
    assert {iso_date("20/май/27 10:00"), iso_date("20 мая 2027"), iso_date("2027年5月20日")} == {"2027-05-20"}


def test_first_names_beside_family_names(tmp_path: Path) -> None:
    """Both are one name; first names alone are names."""
    text = "Имя;Фамилия;Навык;Уровень\nИван;Петров;Python;продвинутый\nАнна;Орлова;Python;базовый\n"
    write(tmp_path / "in", p_csv=text)
    bring_in([tmp_path / "in"], tmp_path / "ws")
    assert sorted(path.stem for path in (tmp_path / "ws" / "cards").iterdir()) == ["Анна Орлова", "Иван Петров"]
    write(tmp_path / "alone", p_csv=text.replace("Фамилия", "Город"))
    bring_in([tmp_path / "alone"], tmp_path / "two")
    assert sorted(path.stem for path in (tmp_path / "two" / "cards").iterdir()) == ["Анна", "Иван"]


@pytest.mark.parametrize(
    "header",
    [
        "Ключ задачи,Тема,Статус,Первоначальная оценка,Входящая ссылка (Blocks),Пользовательское поле (Story Points)",
        "问题关键字,概要,状态,初始预估时间,内向问题链接 (Blocks),自定义字段 (Story Points)",
    ],
)
def test_jira_in_another_language(tmp_path: Path, header: str) -> None:
    """Its times are seconds, an inward Blocks is what an issue waits for, and fields of a team's own are unwrapped."""
    text = f"{header}\nA-1,One,Open,28800,,5\nA-2,Two,Open,3600,A-1,3\n"
    table, _ = brought(tmp_path, write(tmp_path / "in", t_csv=text))
    assert hours(table) == {"A-1": "8", "A-2": "1"}
    assert table["A-2"]["dependencies"] == "A-1"
    assert columns_of(tuple(header.split(","))).places["points"] == (5,)
