"""The command line: arguments, exit codes, progress. Works through the library; words through `show`.

Exit codes: 0 everything was assessed and no finding is an error; 1 errors, or something left
unassessable; 2 the command could not work: one clear message on stderr.
"""

import codecs
import gc
import os
import sys
from importlib import import_module
from keyword import iskeyword

import typer

from xl2report import __version__
from xl2report.chain.errors import CannotWork
from xl2report.desk.app import app
from xl2report.desk.language import LANGUAGE, say
from xl2report.desk.outputs import put, tell
from xl2report.form.definition.errors import FormError

# In the order of the work, which is that of the help. Each is a module of `commands` (import: `import_`).
COMMANDS = (
    "init",
    "template",
    "fill",
    "read",
    "check",
    "merge",
    "report",
    "run",
    "status",
    "import",
    "proofread",
    "explain",
    "rescue",
    "forms",
)


# How a stream writes what its encoding lacks: the sign between places as `>`, others as `?`.
_NEAREST = "xl2report.nearest"


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    codecs.register_error(_NEAREST, _nearest_sign)
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe in code page 936 lacks some signs; a report must not die of one.
        stream.reconfigure(errors=_NEAREST)  # type: ignore[union-attr]  # a text stream always
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        put(None, __version__)
        return 0
    if arguments and arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        if (meant := _probably(arguments[0])) is not None:
            tell(meant)
            return 2
        arguments.insert(0, "run")
    # Only the command that is asked for is built; the help shows all of them.
    asked = arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS
    for name in asked:
        import_module(f"xl2report.desk.commands.{name}{'_' * iskeyword(name)}")
    try:
        code = app(arguments, standalone_mode=False, prog_name="xl2report")
        sys.stdout.flush()
    except CannotWork as error:
        tell(error.chinese if LANGUAGE == "zh" else error.english)
        return 2
    except FormError as error:
        tell(say("报表定义有误：", "The form definition is faulty:"))
        tell(str(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        told = usage_message(error) or _system_says(error)
        if told is None:
            raise
        tell(told)
        return 2
    finally:
        # What is left is let go with the process: looking for cycles on the way out costs a tenth.
        gc.freeze()
    return code if isinstance(code, int) else 0


def _nearest_sign(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(">" if char == "›" else "?" for char in lacking), error.end


def _probably(word: str) -> str | None:
    """What a first word that is no path may have been meant for; None where it is one, or is far off."""
    if os.path.lexists(word):
        return None
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), COMMANDS, 1)
    if not near:
        return None
    return say(
        f"没有命令，也没有文件或文件夹：{word}。是否要用 xl2report {near[0]}？用 xl2report --help 查看用法",
        f"No such command, file or folder: {word}. Did you mean xl2report {near[0]}? See xl2report --help",
    )


def _system_says(error: Exception) -> str | None:
    """What the system refused to do with a file that it names; None for any other error."""
    if not isinstance(error, OSError) or error.filename is None:
        return None
    from xl2report.chain.outlet import reason_of

    said = str(error.strerror or type(error).__name__)
    why, why_en = reason_of(error) or (said, said)
    return say(f"无法使用 {error.filename}：{why}", f"Cannot use {error.filename}: {why_en}")


def _in_chinese(bare: str) -> str:
    """What typer says of a wrong value: `'abc' is not a valid int`, `0 is not in the range x>=1`."""
    value, _, rest = bare.partition(" is not ")
    if rest.startswith("a valid int"):
        return f"{value} 不是整数"
    if " does not match the format" in bare:
        return f"{bare.partition(' does ')[0]} 不是日期，应如 2022-01-20"
    if rest.startswith("in the range x>="):
        return f"{value} 小于 {rest.rpartition('=')[2]}"
    return bare


def usage_message(error: Exception) -> str | None:
    """One line for a wrong command line, in the language of this run; None for any other error."""
    if not hasattr(error, "format_message"):
        return None
    words = str(error.format_message()).splitlines()[0].rstrip(".")
    param = getattr(error, "param", None)
    # What stands in the help: an argument by its place, an option by its name.
    name = next(iter(getattr(param, "opts", ())), "")
    if not name.startswith("-"):
        name = getattr(param, "metavar", None) or name
    option = getattr(error, "option_name", "") or name
    bare = str(getattr(error, "message", ""))
    known = {
        "MissingParameter": f"缺少 {name}",
        "NoSuchOption": f"没有选项 {option}",
        "BadParameter": f"{name} 的值不对：{_in_chinese(bare.rstrip('.'))}",
        "BadOptionUsage": f"选项 {option} 的用法不对",
    }
    chinese = known.get(type(error).__name__, words)
    if "command" in words:
        chinese = "缺少命令或文件夹"
    elif "unexpected extra argument" in words:
        chinese = f"多余的参数：{words.partition('(')[2].rstrip(')')}"
    return say(f"{chinese}。用 xl2report --help 查看用法", f"{words}. See xl2report --help")
