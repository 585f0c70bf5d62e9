"""The command ``dxplan``: reads arguments, calls one module per command, sets the exit code.

The one place that turns exceptions into exit codes: 0 fine, 1 findings, 2 could not be
checked or bad use. Must not know how a command does its work.
"""

from __future__ import annotations

import importlib
import sys
from typing import Final

import click

from service.errors import DxplanError

# name of the command -> module that holds its click command as ``command``
COMMANDS: Final = {
    "build": "service.build_command",
    "serve": "service.serve_command",
    "query": "service.query_command",
    "questions": "service.library_command",
    "validate": "service.validate_command",
    "trace": "service.trace_command",
    "export": "service.export_command",
    "explain": "service.explain_command",
    "compare": "service.compare_command",
    "template": "service.template_command",
    "import": "service.import_command",
    "load": "service.load_command",
    "bench": "service.bench_command",
}

# the first sentence of each command's help, so that the list needs none of the modules: a row of
# the table above needs one here
SUMMARIES: Final = {
    "build": "グラフを構築する / Build the graph.",
    "serve": "サービスを起動する / Run the service.",
    "query": "FILE の SPARQL 問合せを実行する / Run the SPARQL query in FILE.",
    "questions": "答えの確かめられた問いの一覧 / List the questions with verified answers.",
    "validate": "データが規則に合うかを検査する / Check data against the shapes.",
    "trace": (
        "印字の値が、示された原典の行にあるかを照合する / Check printed text against its source."
    ),
    "export": "グラフを書き出す / Write the graph out.",
    "explain": "トリプル S P O がなぜ成り立つかを説明する / Explain why the triple S P O holds.",
    "compare": "計画の二つの版で変わったことを示す / Show what changed between two editions.",
    "template": "計画を書き込むブックを作る / Write the workbook that plans are filled into.",
    "import": "検査に通ったブックを Turtle にする / Turn an accepted workbook into Turtle.",
    "load": "グラフを別の SPARQL サーバーに載せる / Load the graph into another SPARQL server.",
    "bench": "速さを測る / Measure the speed.",
}


class _Lazy(click.Group):
    """Loads a command's module only when it is asked for, so that help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES.get(name, "")) for name in COMMANDS])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def group() -> None:
    """自治体DX計画ナレッジグラフ / Municipal DX Plan Knowledge Graph."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with 0, 1 or 2."""
    try:
        code = group.main(args=arguments, prog_name="dxplan", standalone_mode=False)
    except DxplanError as fault:
        click.echo(f"dxplan: {fault.ja}\n        {fault.en}", err=True)
        sys.exit(fault.exit_code)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("dxplan: 中断しました / interrupted", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
