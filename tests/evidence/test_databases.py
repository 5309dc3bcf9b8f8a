"""Facts from databases: SQLite files, and a real PostgreSQL server read by a user who may only select."""

from __future__ import annotations

import os
import socket
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RunCli
from gathering import contents, lay_gathering

ADMIN = os.environ.get("EVALFW_TEST_POSTGRES", "")
with_server = pytest.mark.skipif(not ADMIN, reason="no PostgreSQL server (EVALFW_TEST_POSTGRES is not set)")
"""``.ci/postgres start`` starts one, and prints what the variable has to be."""

FACTS = """
[[collect.fact]]
id = "money.income"
column = "income"
unit = "元"

[[collect.fact]]
id = "money.spent"
column = "spent"
unit = "元"
"""


def declared(source: str, query: str, parameters: str = "{ year = 2021 }") -> str:
    options = f'{{ query = "{query}", parameters = {parameters}, seconds = 20 }}'
    return f'\n[[collect]]\nid = "one"\nfrom = "{source}"\noptions = {options}\n{FACTS}'


QUERY = "select income, spent from final_accounts where year = :year"


def collected(root: Path) -> list[dict[str, object]]:
    return list(tomllib.loads((root / "facts/one.collected.toml").read_text(encoding="utf-8"))["fact"])


def test_a_query_of_an_sqlite_file_gives_facts(cli: RunCli) -> None:
    root = lay_gathering(declared("sqlite:a.db", QUERY))
    with sqlite3.connect(root / "a.db.tmp") as database:
        database.execute("create table final_accounts (year int, income numeric, spent real)")
        database.execute("insert into final_accounts values (2021, 74149100, 61576000.5), (2020, 1, 1)")
    database.close()
    (root / "a.db.tmp").rename(root / "a.db")
    before = (root / "a.db").read_bytes()
    ran = cli("evidence", "collect")
    assert ran.code == 3  # half a 元 is more than the two decimals of 万元
    assert "61576000.5元（即 6157.60005万元） 的小数多于 2 位（a.db，第 1 行）" in ran.err
    (root / "evidence.toml").write_text(
        (root / "evidence.toml")
        .read_text(encoding="utf-8")
        .replace("income, spent", "income, cast(spent as int) as spent"),
        encoding="utf-8",
    )
    assert cli("evidence", "collect").code == 0
    values = {entry["id"]: entry["value"] for entry in collected(root)}
    assert values == {"money.income": "74149100元", "money.spent": "61576000元"}
    assert (root / "a.db").read_bytes() == before


REFUSED = "只能用 SELECT 查询，没有执行"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("delete from final_accounts", REFUSED),
        ("create table x (a int)", REFUSED),
        ("update final_accounts set year = :year", REFUSED),
        ("/* select */ delete from final_accounts", REFUSED),
        ("attach 'other.db' as other", REFUSED),
        ("vacuum into 'copy.db'", REFUSED),
        ("pragma journal_mode = delete", REFUSED),
        ("with taken as (select 1) delete from final_accounts", "not authorized"),
        ("with taken as (select 1) insert into final_accounts values (1, 1, 1)", "not authorized"),
        ("select load_extension('other')", "not authorized"),
    ],
)
def test_an_sqlite_file_cannot_be_changed(cli: RunCli, query: str, said: str) -> None:
    root = lay_gathering(declared("sqlite:a.db", query, "{ year = 1 }" if ":year" in query else "{}"))
    with sqlite3.connect(root / "a.db") as database:
        database.execute("create table final_accounts (year int, income numeric, spent real)")
    database.close()
    before = contents(root)
    ran = cli("evidence", "collect")
    assert ran.code == 3
    assert said in ran.err
    assert contents(root) == before


def test_parameters_are_bound_and_all_of_them_used(cli: RunCli) -> None:
    lay_gathering(declared("sqlite:a.db", QUERY, '{ year = "2021; drop table final_accounts", yaer = 1 }'))
    with sqlite3.connect("evidence/a.db") as database:
        database.execute("create table final_accounts (year text, income numeric, spent numeric)")
        database.execute("insert into final_accounts values ('2021; drop table final_accounts', 100, 200)")
    database.close()
    assert "query 里没有参数 :yaer" in cli("evidence", "collect").err
    path = Path("evidence/evidence.toml")
    path.write_text(path.read_text(encoding="utf-8").replace(", yaer = 1", ""), encoding="utf-8")
    assert cli("evidence", "collect").code == 0
    path.write_text(
        path.read_text(encoding="utf-8").replace('year = "2021; drop table final_accounts"', ""), encoding="utf-8"
    )
    assert "没有给出参数 :year" in cli("evidence", "collect").err


def test_a_file_that_is_no_database_is_told(cli: RunCli) -> None:
    lay_gathering(declared("sqlite:a.db", QUERY), files={"a.db": b"not a database at all" * 100})
    ran = cli("evidence", "collect")
    assert ran.code == 3
    assert "file is not a database" in ran.err


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A table in the server, and the address for a user who may only select from it, in FINANCE_DB."""
    from sqlalchemy import create_engine, make_url

    admin = make_url(ADMIN).set(drivername="postgresql+psycopg")
    name = f"clerk_{os.getpid()}"
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"create schema {name}")
        connection.exec_driver_sql(
            f"create table {name}.final_accounts (year int, income numeric(18,2), spent numeric(18,2))"
        )
        connection.exec_driver_sql(
            f"insert into {name}.final_accounts values (2021, 74149100, 61576000), (2020, 1, 1), (2019, 1, 1), (2019, 2, 2)"
        )
        connection.exec_driver_sql(f"create role {name} login password 'very-secret-1'")
        connection.exec_driver_sql(f"alter role {name} set search_path = {name}")
        connection.exec_driver_sql(f"grant usage on schema {name} to {name}")
        connection.exec_driver_sql(f"grant select on {name}.final_accounts to {name}")
    url = admin.set(drivername="postgresql", username=name, password="very-secret-1")
    monkeypatch.setenv("FINANCE_DB", url.render_as_string(hide_password=False))
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"drop schema {name} cascade")
        connection.exec_driver_sql(f"drop owned by {name}")
        connection.exec_driver_sql(f"drop role {name}")
    engine.dispose()


@with_server
def test_facts_from_a_table_of_a_postgresql_server(cli: RunCli, server: str) -> None:
    root = lay_gathering(declared("sql:FINANCE_DB", QUERY))
    assert cli("evidence", "collect").code == 0
    income, spent = collected(root)
    assert (income["value"], spent["value"]) == ("74149100元", "61576000元")
    taken = income["taken"]
    assert isinstance(taken, dict)
    assert (taken["collector"], taken["database"], taken["query"], taken["row"]) == ("sql", "FINANCE_DB", QUERY, 1)
    assert taken["digest"].startswith("sha256:")
    ran = cli("run", "--format", "json", "--quiet")
    assert ran.code == 0
    everything = ran.out + "".join(path.decode() for path in contents(root).values())
    assert "very-secret-1" not in everything and "127.0.0.1" not in everything
    before = contents(root)
    assert cli("evidence", "collect").code == 0
    assert contents(root) == before


QUERIES = {
    "two rows": (QUERY, "{ year = 2019 }", "money.income: 有 2 行符合，应当只有一行（第 1、2 行…）"),
    "none": (QUERY, "{ year = 1999 }", "money.income: 一行也没有"),
    "no table": ("select 1 as income from nowhere", "{}", "查询失败：relation \"nowhere\" does not exist"),
    "no syntax": ("select (1", "{}", "查询失败：syntax error"),
    "an update": ("update final_accounts set income = 0", "{}", REFUSED),
    "a table made": ("create table x (a int)", "{}", REFUSED),
    "read only undone": (
        "with made as (insert into final_accounts values (1, 1, 1) returning income) select income from made",
        "{}",
        "查询失败：cannot execute SELECT in a read-only transaction",
    ),
    "a lost connection": ("select pg_terminate_backend(pg_backend_pid())::text as income", "{}", "数据库连接中断：terminating connection"),
    "too slow": ("select pg_sleep(60)::text as income", "{}", "查询失败：canceling statement due to statement timeout"),
    "no number": ("select 'NaN'::numeric as income, 1 as spent", "{}", "结果里有 NaN，不是数"),
    "bytes": ("select 'x'::bytea as income, 1 as spent", "{}", "结果里有读不了的类型 bytes，请在查询里用 CAST 转换"),
    "one name twice": ("select 1 as income, 2 as income", "{}", "有两列同名，请用 AS 起名"),
}  # fmt: skip


@with_server
@pytest.mark.parametrize("name", QUERIES)
def test_what_goes_wrong_with_a_query_is_told_and_the_evidence_stays(cli: RunCli, server: str, name: str) -> None:
    query, parameters, told = QUERIES[name]
    seconds = "seconds = 1" if name == "too slow" else "seconds = 20"
    more = declared("sql:FINANCE_DB", query, parameters).replace("seconds = 20", seconds)
    root = lay_gathering(more, files={"facts/one.collected.toml": "# before\n"})
    before = contents(root)
    ran = cli("evidence", "collect")
    assert (ran.code, ran.out) == (3, "")
    assert told in ran.err and "very-secret-1" not in ran.err
    assert contents(root) == before


@with_server
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda url: url.replace("very-secret-1", "wrong-secret-2"), "password authentication failed"),
        (lambda url: url.rpartition("/")[0] + "/nowhere", "does not exist"),
        (lambda url: url.replace("//clerk", "//nobody"), "password authentication failed"),
        (lambda url: url.replace("postgresql:", "postgresql+nodriver:"), "没有这种数据库：postgresql"),
        (lambda url: "nothing of the sort", "环境变量 FINANCE_DB 不是数据库地址"),
        (lambda url: "sqlite:///a.db", "SQLite 文件请写 from = \"sqlite:…\""),
    ],
    ids=["password", "database", "user", "driver", "address", "sqlite"],
)  # fmt: skip
def test_no_connection_is_told_without_the_secret(
    cli: RunCli, server: str, monkeypatch: pytest.MonkeyPatch, change: object, told: str
) -> None:
    assert callable(change)
    monkeypatch.setenv("FINANCE_DB", change(server))
    root = lay_gathering(declared("sql:FINANCE_DB", QUERY), files={"facts/one.collected.toml": "# before\n"})
    before = contents(root)
    ran = cli("evidence", "collect")
    assert ran.code == 3
    assert told in ran.err
    assert "secret" not in ran.err
    assert contents(root) == before


def test_a_server_that_is_not_there_is_told(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv("FINANCE_DB", f"postgresql://clerk:very-secret-1@127.0.0.1:{port}/x")
        lay_gathering(declared("sql:FINANCE_DB", QUERY))
        ran = cli("evidence", "collect")
    assert ran.code == 3
    assert "连不上数据库：" in ran.err and "very-secret-1" not in ran.err
