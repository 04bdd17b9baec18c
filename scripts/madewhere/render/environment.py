"""The Jinja2 environment: autoescape always on, and messages translated while templates compile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import escape

from madewhere.project import TEMPLATES
from madewhere.render.languages import Language
from madewhere.render.speaker import Speaker


class FoldMessages(Extension):
    """Replaces ``_("message")`` and ``pgettext("context", "message")`` by what the language says.

    A page says some eighty messages. Looking each up for each of 100,000 pages would cost more than
    the rest of the page, so they become constants of the compiled template.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Fold each call; raises `ValueError` for an argument that is no literal text."""
        speaker: Speaker = self.environment.speaker  # type: ignore[attr-defined]
        looked_up: dict[str, Callable[..., str]] = {
            "_": speaker.language.gettext,
            "pgettext": speaker.language.pgettext,
        }
        for token in stream:
            say = looked_up.get(token.value) if token.type == "name" else None
            if say is None or stream.current.type != "lparen":
                yield token
                continue
            next(stream)
            wanted = ("string",) if token.value == "_" else ("string", "comma", "string")
            found = [next(stream) for _ in wanted]
            if (*(each.type for each in found), next(stream).type) != (*wanted, "rparen"):
                raise ValueError(
                    f"{stream.name}, line {token.lineno}: {token.value}() takes literal text only"
                )
            said = say(*(each.value for each in found if each.type == "string"))
            yield Token(token.lineno, "string", said)


def escaped(value: object) -> str:
    """Escape a value as a piece of a page, as `markupsafe.escape` does.

    The pieces of a page are joined and never escaped again, so a text need not be marked as escaped:
    making that mark took longer than looking for what must be escaped.
    """
    if type(value) is str and not (
        "<" in value or "&" in value or ">" in value or '"' in value or "'" in value
    ):
        return value
    return escape(value)


class DirectCalls(CodeGenerator):
    """Compiles a call in a template to a plain call in Python, and escapes by `escaped`.

    Jinja asks of everything that is called whether it wants the template's context. Nothing of ours
    does, and asking some seventy times a page took a quarter of the time of a factory's page.
    """

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        """Begin a piece of output; as Jinja does where a template could turn escaping off."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Call(  # noqa: N802 - the name of the node
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Write the call; those with unpacked arguments or a block of content stay as they were."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class Compiled(BytecodeCache):
    """What the templates of one language were compiled to, for as long as the process lives.

    Compiling them takes a second a language: more than the pages of a small publication.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled from the same text."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None, "Jinja hands over what it has just compiled"
        self._kept[bucket.key, bucket.checksum] = bucket.code


_compiled: WeakKeyDictionary[Language, Compiled] = WeakKeyDictionary()


def environment(speaker: Speaker, **more: Any) -> Environment:
    """The environment of one language; ``more`` are further globals of its templates."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_compiled.setdefault(speaker.language, Compiled()),
    )
    env.code_generator_class = DirectCalls
    env.escaped = escaped  # type: ignore[attr-defined]
    env.speaker = speaker  # type: ignore[attr-defined]
    env.add_extension(FoldMessages)
    env.globals.update(speaker.globals())
    env.globals["lang"] = speaker.language.code
    env.globals["tag"] = speaker.language.tag
    env.globals["og_locale"] = speaker.language.og_locale
    env.globals["dir"] = speaker.language.direction
    env.globals.update(more)
    return env
