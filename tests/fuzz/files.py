"""Everything that reads files and settings: any content is used, or refused in plain words."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

import yaml
from click.testing import CliRunner
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.adapters.web.admin.admin_sessions import Lock, Sessions
from bot.adapters.web.security import checked_origins
from bot.cli.root import cli
from bot.handlers.errors import UserFacingError
from bot.knowledge import file_types, loading
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.sources import digest, shipped_folder
from bot.knowledge.yaml_text import parse
from bot.settings import load
from bot.settings.reading import load_with_origins, rules
from bot.settings.showing import show
from bot.store.engine import connect
from bot.store.token_encryption import TokenCipher
from bot.understanding import model_files
from bot.understanding.build_guide import shipped_model
from tests.fuzz import strategies as some
from tests.fuzz.parsers import kindly
from tests.fuzz.target import Target


@lru_cache(maxsize=1)
def folder() -> Path:
    """A folder for this process to write what is to be read."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


# --- YAML --------------------------------------------------------------------------------------

YAML_MARKS = (
    "&a", "*a", "*b", "<<: *a", "!!binary x", "!!python/object:os.system x", "!!set {a}", "!!str 1",
    "? k", "---", "...", "%YAML 1.1", "|", ">", "- ", "a: b", "a:", "[", "]", "{", "}", "#", "'",
    '"', '"\\x00"', "@", "`", "~", "null", "NO", "on", "0x1F", "1_000", "0o7", ".inf",
    "-.nan", "1e3", "12:30:00", "2026-11-22", "2026-13-45", "2026-11-22 10:00:00",
    "\ufeff", "\t", "9" * 5000,
)  # fmt: skip
KEYS = tuple(
    sorted(
        {name for shape in file_types.SHAPES.values() for name in file_types.keys_of(shape)}
        | {"en", "es"}
    )
)
_words = st.sampled_from(YAML_MARKS + KEYS) | st.text(max_size=10)
_lines = st.builds(
    lambda indent, parts: " " * indent + " ".join(parts),
    st.integers(0, 6),
    st.lists(_words, min_size=1, max_size=5),
)
_bomb = st.builds(
    lambda width, deep: "\n".join(
        [
            "x0: &x0 [a, a]",
            *(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * width)}]" for n in range(1, deep)),
        ]
    ),
    st.integers(2, 9),
    st.integers(2, 40),
)
_nested = st.builds(str.__mul__, st.sampled_from(("[", "{a: ", "- ", "? ")), st.integers(2, 3000))
yaml_texts = st.one_of(
    st.lists(_lines, max_size=12).map("\n".join), _bomb, _nested, some.typed, st.just("a: &x [*x]")
).map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=200)
# Values of the right names and of every type: what a hasty writer or a converter may leave.
_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), some.typed,
        st.sampled_from(("gifts", "12-gifts", "https://icma.org", "1924", "x" * 1000)),
    ),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


def parsed(content: bytes) -> None:
    path = folder() / "any.yaml"
    path.write_bytes(content)
    file = parse(path)
    assert file.faults or file.value is not None
    assert all(str(fault).startswith(str(path)) for fault in file.faults)
    for shape in file_types.SHAPES.values():
        _, checked = file_types.check_file(path, shape)
        assert checked is None or isinstance(checked.shape, BaseModel)


def shaped(given: tuple[str, object]) -> None:
    place, value = given
    path = folder() / "shaped.yaml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8", "surrogatepass")
    file, checked = file_types.check_file(path, file_types.SHAPES[place])
    assert (checked is None) == bool(file.faults)
    assert all(fault.message and fault.line >= 1 for fault in file.faults)


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[str, bytes], ...]:
    """One file of each shape that ships, and a local layer's."""
    found: dict[type[BaseModel], tuple[str, bytes]] = {}
    shipped = shipped_folder()
    local = shipped.parent / "examples" / "riverbend"
    for start in (shipped, local):
        for path in sorted(start.rglob("*.yaml")):
            shape = file_types.shape_of(PurePosixPath(path.relative_to(start).as_posix()))
            if shape and shape not in found and path.stat().st_size < 30_000:
                found[shape] = (str(path.relative_to(start)), path.read_bytes())
    return tuple(found.values())


_edits = st.tuples(
    st.integers(0, 20), st.floats(0, 1), st.integers(0, 40), yaml_texts.map(lambda text: text[:80])
)


def layered(edit: tuple[int, float, int, bytes]) -> None:
    """A real file with a hole torn into it, alone in a local layer."""
    which, where, length, put = edit
    name, content = _shipped()[which % len(_shipped())]
    at = int(where * len(content))
    layer = folder() / "layer"
    path = layer / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content[:at] + put + content[at + length :])
    faults = []
    try:
        loading.load((layer,))
    except KnowledgeError as error:
        faults = error.faults
    finally:
        path.unlink()
    assert all(str(layer) in str(fault) for fault in faults)
    digest((layer,))


# --- settings and secrets ----------------------------------------------------------------------

NAMES = tuple(rule.name for rule in rules().values())
UNTOLD = "untold-8"
SET = (
    UNTOLD, "1", "0", "-1", "99999999999999999999", "٣", "1_000", "9" * 5000, "true",
    "No", "~", "~nosuchperson/x", "/", "/dev/null", "", " ", "\x00", "https://a.gov",
    "https://a.gov/", "http://", "xoxb-1",
    "postgresql://u:p@h/n", "a,b", "a:b", "json", "DEBUG", "[::1", "https://[::1", "./x\ny",
)  # fmt: skip
_homes = st.fixed_dictionaries(
    {"ETHICS_DATA": st.from_regex(r"~[a-z]{0,8}(/x)?", fullmatch=True)},
)
_settings = _homes | st.dictionaries(
    st.builds(
        str.__add__,
        st.sampled_from(NAMES) | st.text(max_size=5).map("ETHICS_".__add__),
        st.sampled_from(("", "", "_FILE", "_X")),
    ),
    st.sampled_from(SET) | some.typed,
    max_size=6,
)


def configured(environ: dict[str, str]) -> None:
    try:
        _, origins = load_with_origins(environ, None)
    except UserFacingError as error:
        told = str(error)
        # A wrong secret is told by its name, and never by its value.
        said = [value for name, value in environ.items() if not name.endswith(("SECRET", "TOKEN"))]
        assert UNTOLD not in told or UNTOLD in said
        return
    assert len(origins) == len(NAMES)
    assert all(isinstance(show(origin.value), str) for origin in origins)


def from_dotenv(content: bytes) -> None:
    path = folder() / ".env"
    path.write_bytes(content)
    kindly(load, {}, path)


_dotenv = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from((*NAMES, "export ETHICS_DATA", "ETHICS_DATA_FILE", "X")),
        st.sampled_from(("=", " = ", ":", "")),
        st.sampled_from((*SET, "'", '"', "${HOME}", "${", "$(", "\\", "#")) | some.typed,
    ),
    max_size=5,
).map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")) | st.binary(max_size=80)

_addresses = st.builds(
    "{}://{}@{}:{}/{}?{}".format,
    st.sampled_from(("postgresql", "postgres", "sqlite", "postgresql+psycopg", "mysql", "", "ø")),
    some.typed,
    st.sampled_from(("h", "[::1]", "[::1", "", "é", "h,h2")),
    st.sampled_from(("5432", "", "x", "-1", "99999999", "٣")),
    some.anything,
    st.sampled_from(("", "sslmode=require", "a=b", "host=/tmp", "timeout=x", "&&&")),
) | st.sampled_from((
    "sqlite://", "sqlite:////nowhere/x", "://", "postgresql:", "postgresql://", "a" * 5000,
))  # fmt: skip


def addressed(url: str) -> None:
    kindly(connect, url or "x", folder() / "data")


def locked(given: tuple[list[str], str | None, str]) -> None:
    keys, token, kept = given
    vault = kindly(TokenCipher, keys)
    if vault is not None:
        kindly(vault.open, kept)
        closed = kindly(vault.close, token)
        assert closed is None or vault.open(closed) == (
            token if closed != token else vault.open(token)
        )


_keys = st.lists(
    st.just("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
    | some.anything
    | st.from_regex(r"[\w-]{40,46}=?", fullmatch=True),
    max_size=3,
)


def admitted(given: tuple[str, str]) -> None:
    cookie, secret = given
    sessions = Sessions("a-long-secret-for-tests", clock=lambda: 1000.0)
    assert not sessions.valid(cookie)
    assert sessions.valid(sessions.issue())
    assert sessions.is_secret(secret) == (secret == "a-long-secret-for-tests")
    lock = Lock(clock=lambda: 0.0)
    lock.failed(cookie)
    assert lock.wait(cookie) == 0
    lock.passed(cookie)


def framed(origins: list[str]) -> None:
    for origin in kindly(checked_origins, origins) or ():
        assert not set(origin) & set("; '\"\n\t,")


@lru_cache(maxsize=1)
def _model_files() -> dict[str, bytes]:
    """The model that ships: its small file, and the beginning of its large ones."""
    return {path.name: path.read_bytes()[:400_000] for path in shipped_model().glob("*.np[yz]")}


def remembered(edit: tuple[int, float, int, bytes]) -> None:
    """A model that was cut or changed on its way is none, and no fault."""
    which, where, length, put = edit
    place = folder() / "model"
    place.mkdir(exist_ok=True)
    names = sorted(_model_files())
    for number, name in enumerate(names):
        content = _model_files()[name]
        # Half of the changes are at the beginning, where the file says what it is.
        at = int(where * (200 if length % 2 else len(content)))
        torn = content[:at] + put + content[at + length :]
        (place / name).write_bytes(torn if number == which % len(names) else content)
    try:
        model_files.load(place)
    except (OSError, ValueError):
        return


_shapes = st.tuples(
    st.sampled_from(sorted(file_types.SHAPES)),
    st.dictionaries(st.sampled_from(KEYS), _values, max_size=8) | _values,
)
_origin = st.from_regex(r"https?://[a-z.:*]{1,5}[;' ,\n]?[a-z]{0,3}", fullmatch=True)
_origins = st.lists(_origin, max_size=2) | st.lists(some.typed, max_size=1)
_kept = st.tuples(_keys, st.none() | st.text(max_size=50), some.anything | st.just("f1:x"))
_cookies = st.tuples(some.typed | st.from_regex(r"\d{1,30}\.[0-9a-f]{64}"), some.typed)
_models = st.tuples(
    st.integers(0, 9), st.floats(0, 1), st.integers(0, 400_000), st.binary(max_size=30)
) | st.tuples(st.integers(0, 9), st.floats(0, 1), st.integers(0, 20), st.binary(max_size=4))

# --- the command line --------------------------------------------------------------------------

# Those that ask and end; the others start a server, a conversation or a training.
COMMANDS = (
    "settings",
    "key",
    "check",
    "schemas",
    "export",
    "slack",
    "daily",
    "eval",
    "nothing",
    "",
)
_arguments = st.tuples(
    st.sampled_from(COMMANDS),
    st.lists(
        st.sampled_from(
            ("--help", "-h", "--check", "--no-golden", "--example", "--table", "--baseline",
             "manifest", "slack:T1", "discord:x:y", "/", "/dev/null", "/no/such", ".", "--", "-",
             "--near=x"),
        )
        | some.typed,
        max_size=3,
    ),
)  # fmt: skip


def commanded(given: tuple[str, list[str]]) -> None:
    command, rest = given
    arguments = [part for part in (command, *rest) if "\x00" not in part]
    if command == "schemas":
        arguments.append("--check")  # else it writes where it is told
    if command in ("check", "daily", "eval"):
        arguments = [*arguments[:1], str(folder() / "nothing"), *arguments[1:]][:3]
    environ = {"ETHICS_DATA": str(folder() / "data"), "ETHICS_KNOWLEDGE": str(folder() / "no")}
    done = CliRunner(env=environ).invoke(cli, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit | UserFacingError), (
        done.exception
    )


TARGETS = (
    Target("knowledge: YAML", yaml_texts, parsed, 0.25),
    Target("knowledge: values of every shape", _shapes, shaped, 0.5),
    Target("knowledge: a torn file in a layer", _edits, layered, 0.25),
    Target("settings: an environment", _settings, configured),
    Target("settings: a .env file", _dotenv, from_dotenv, 0.5),
    Target("settings: a database's address", _addresses, addressed, 0.5),
    Target("settings: origins", _origins, framed),
    Target("secrets: keys and tokens", _kept, locked, 0.5),
    Target("secrets: the maintainer's cookie", _cookies, admitted),
    Target("trained: a torn model", _models, remembered, 0.25),
    Target("command line: arguments", _arguments, commanded, 0.25),
)
