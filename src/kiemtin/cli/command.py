"""Click's commands in our own words: help, usage and every complaint in the language of this run.

Click prints its own phrases through gettext, in whatever language the machine's catalogues hold. Here each phrase is
a message of our catalogue, and only Click's public classes are used.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from kiemtin.cli.edge import say
from kiemtin.errors import KiemtinError, Refused
from kiemtin.evidence.messages import LANGUAGES

PATH = click.Path(path_type=Path)
"""A file name as given: whether there is such a file is said by whoever opens it."""


Decorated = TypeVar("Decorated", bound=Callable[..., Any])

ROOT_ABOUT = "cli.kiemtin"

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp", ".heic", ".heif")
"""How the names of pictures end."""

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""How the id of an organisation looks."""


class Argument(click.Argument):
    """An argument with a line of help."""

    def __init__(self, declarations: Sequence[str], *, about: str, **settings: Any) -> None:
        super().__init__(declarations, **settings)
        self.about = about


class Several(click.Option):
    """An option that is given several times, or once with several words after it: those that ``takes``."""

    def __init__(self, *positional: Any, **settings: Any) -> None:
        super().__init__(*positional, **{**settings, "multiple": True})

    def takes(self, word: str) -> bool:
        """Whether ``word`` behind another one is meant for this option as well."""
        raise NotImplementedError


class Ids(Several):
    """An option for ids of organisations."""

    def takes(self, word: str) -> bool:
        """A word that is also a file is no id."""
        return ID.fullmatch(word) is not None and not Path(word).exists()


class Pictures(Several):
    """An option for files with pictures."""

    def takes(self, word: str) -> bool:
        """A word that ends as pictures do: whether there is such a file is said later."""
        return word.lower().endswith(PICTURE_ENDINGS) and (" " not in word or Path(word).is_file())


class _Worded(click.Command):
    """A command whose help is put together from the catalogue."""

    def __init__(self, *positional: Any, **settings: Any) -> None:
        settings["add_help_option"] = False
        settings["options_metavar"] = say("cli.help.options-place")
        super().__init__(*positional, **settings)
        self.params += [_lang_option(), _help_option()]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As Click does, with every complaint knowing which command it is about."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, arguments, options, and the commands in it."""
        usage = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, usage, prefix=say("cli.help.usage") + " ")
        self.format_help_text(ctx, formatter)
        arguments = [param for param in self.params if isinstance(param, Argument)]
        options = [param.get_help_record(ctx) for param in self.params if isinstance(param, click.Option)]
        _section(formatter, "cli.panel.arguments", [(one.make_metavar(ctx), one.about) for one in arguments])
        _section(formatter, "cli.panel.options", [record for record in options if record])
        if isinstance(self, Group):
            _section(formatter, "cli.panel.commands", self.abouts())

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help, as completion shows it."""
        return (self.help or "").partition(". ")[0].rstrip(".")


class Command(_Worded):
    """A command that does something."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As Click does, with what is too much refused in our own words."""
        rest = super().parse_args(ctx, _one_word_each(args, self))
        if rest and not ctx.resilient_parsing:
            raise Refused("cli.usage.extra", given=" ".join(rest)[:200], command=ctx.command_path)
        return rest


class Group(_Worded, click.Group):
    """A command that holds others; alone it says what they are.

    ``holds`` names each command with the module and variable it lives in (``kiemtin.cli.check:check``): a command is
    imported when it runs, so that one does not wait for the others.
    """

    def __init__(
        self, name: str, *, about: str, holds: Mapping[str, str], params: list[click.Parameter] | None = None
    ) -> None:
        super().__init__(
            name,
            help=say(about),
            params=params,
            callback=_help_where_alone,
            invoke_without_command=True,
            subcommand_metavar=say("cli.help.command-place"),
        )
        self.about = about
        self.holds = holds

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of ``holds``: what most people need comes first."""
        return list(self.holds)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; ``None`` where there is none of that name."""
        place = self.holds.get(cmd_name)
        if place is None:
            return None
        module, _, variable = place.partition(":")
        found = getattr(importlib.import_module(module), variable)
        return found if isinstance(found, click.Command) else None

    def abouts(self) -> list[tuple[str, str]]:
        """Each command with its help, without importing it."""
        inside = "" if self.about == ROOT_ABOUT else f"{self.name}."
        return [(name, say(f"cli.{inside}{name}")) for name in self.holds]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As Click does, with an unknown name refused in our own words."""
        if ctx.resilient_parsing or args[0] in self.holds:
            return super().resolve_command(ctx, args)
        if args[0].startswith("-"):
            raise _no_such("cli.usage.no-such-option", args[0], _option_names(self), ctx)
        raise _no_such("cli.usage.no-such-command", args[0], self.holds, ctx)


@click.pass_context
def _help_where_alone(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _section(formatter: click.HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(say(title)):
            formatter.write_dl(rows)


def _lang_option() -> click.Option:
    """``--lang`` was read before anything was printed (``LANGUAGE``); here an unknown one is refused."""

    def look(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
        if value is not None and value not in LANGUAGES:
            raise Refused("refused.language", value=value)

    return click.Option(
        ["--lang"], metavar="vi|en", help=say("cli.lang"), expose_value=False, is_eager=True, callback=look
    )


def _help_option() -> click.Option:
    def show(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["-h", "--help"], is_flag=True, expose_value=False, is_eager=True, help=say("cli.help"), callback=show
    )


def explain_wrong_use(error: click.UsageError) -> KiemtinError:
    """What Click found wrong with a command line, as one of our own errors."""
    ctx = error.ctx
    command = ctx.command_path if ctx else "kiemtin"
    match error:
        case click.NoSuchOption():
            known = _option_names(ctx.command) if ctx else ()
            return _no_such("cli.usage.no-such-option", error.option_name, known, ctx)
        case click.BadOptionUsage():
            takes_value = ctx is not None and _takes_value(ctx.command, error.option_name)
            problem = "cli.usage.needs-value" if takes_value else "cli.usage.takes-no-value"
            return Refused(problem, name=error.option_name, command=command)
        case click.MissingParameter(param=parameter) if ctx is not None and parameter is not None:
            return Refused("cli.usage.missing", name=_shown_name(parameter, ctx), command=command)
        case _:
            return Refused("cli.usage.wrong", detail=error.message.rstrip("."), command=command)


def _no_such(message_id: str, name: str, known: Iterable[str], ctx: click.Context | None) -> Refused:
    import difflib

    command = ctx.command_path if ctx else "kiemtin"
    near = difflib.get_close_matches(name, list(known), n=1)
    if near:
        return Refused(f"{message_id}-near", name=name[:80], near=near[0], command=command)
    return Refused(message_id, name=name[:80], command=command)


def _option_names(command: click.Command) -> list[str]:
    return [name for option in command.params if isinstance(option, click.Option) for name in option.opts]


def _one_word_each(args: Sequence[str], command: click.Command) -> list[str]:
    """``args`` with its option before each of several words that follow it."""
    several = {name: option for option in command.params if isinstance(option, Several) for name in option.opts}
    spread, current = list[str](), ""
    for before, word in pairwise(["", *args]):
        name, has_value, _ = before.partition("=")
        current = name if name in several else current
        if current and (has_value or name not in several):
            if several[current].takes(word):
                spread.append(current)
            else:
                current = ""
        spread.append(word)
    return spread


def _takes_value(command: click.Command, name: str) -> bool:
    return any(isinstance(one, click.Option) and name in one.opts and not one.is_flag for one in command.params)


def _shown_name(parameter: click.Parameter, ctx: click.Context) -> str:
    return parameter.make_metavar(ctx) if isinstance(parameter, click.Argument) else parameter.opts[-1]


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Makes a command of a function; its help is the message ``cli.<name>``, words joined by dots."""
    return click.command(name.rpartition(".")[2], cls=Command, help=say(f"cli.{name}"))


def argument(name: str, *, about: str, **settings: Any) -> Callable[[Decorated], Decorated]:
    """An argument of the command below; ``about`` is a message id."""
    return click.argument(name, cls=Argument, about=say(about), **settings)
