"""Rules about the code itself."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

ROOT = Path(settings.BASE_DIR)
APPS = ("kit", "audit", "terms", "notifications", "accounts", "schools", "cohorts", "training", "action_research", "networks", "evaluation", "portfolios", "aas_portal")  # fmt: skip
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "update"}
LONGEST = 400


def python_files(*folders):
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def all_views(patterns=None, prefix=""):
    for item in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(item, URLPattern):
            yield f"{prefix}{item.name}", item.callback
        else:
            namespace = f"{item.namespace}:" if item.namespace else ""
            yield from all_views(item.url_patterns, prefix + namespace)


def test_every_view_declares_who_may_use_it():
    from kit.access import SIGN_IN

    unguarded = [
        name
        for name, view in all_views()
        if not hasattr(view, "policy") and not view.__module__.startswith(SIGN_IN) and not name.startswith("admin:")
        # allauth's nameless redirects of its old addresses: the middleware refuses them
        if not name.endswith("None")
    ]
    assert unguarded == []


def test_view_and_url_name_are_the_same_word():
    """`agree_plan` is the view, the address, the template and the action."""
    ours = [(name.split(":")[-1], view.__name__) for name, view in all_views() if view.__module__.split(".")[0] in APPS]
    exceptions = {("today", "today_page"), ("health_live", "live"), ("health_ready", "ready")}
    assert [pair for pair in ours if pair[0] != pair[1] and pair not in exceptions] == []


@pytest.mark.parametrize("layer", ["views", "forms", "policies"])
def test_nothing_is_written_outside_actions(layer):
    """Views, forms and policies call no method that writes rows."""
    found = []
    for app in APPS:
        for path in python_files(app):
            inside = path.relative_to(ROOT / app).parts
            if inside[0].removesuffix(".py") != layer:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                    text = ast.unparse(node.func.value)
                    if node.func.attr == "update" and "objects" not in text and "filter" not in text:
                        continue  # a dictionary
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {text}.{node.func.attr}")
    assert found == []


def test_every_module_opens_with_a_sentence():
    bare = [
        str(path.relative_to(ROOT))
        for path in python_files(*APPS)
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert bare == []


def test_every_model_says_what_it_is():
    from django.apps import apps

    silent = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS and (model.__doc__ or "").startswith(f"{model.__name__}(")
    ]
    assert silent == []


def test_no_file_is_too_long():
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in tracked("*.py", "*.html", "*.scss", "*.js")
        if "dist" not in path.parts and "migrations" not in path.parts and "data" not in path.parts
        if (count := len(path.read_text(errors="replace").splitlines())) > LONGEST
    ]
    assert long == []


def test_no_junk_drawers():
    names = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert [str(path) for path in tracked("*.py") if path.name in names] == []


def test_templates_carry_no_inline_style_or_script():
    """The content security policy forbids both; letters and print have no browser."""
    found = []
    for path in tracked("templates/**/*.html", "templates/*.html"):
        if "print" in path.parts:
            continue
        text = path.read_text()
        if re.search(r"\sstyle=|<style|\son\w+=\"|hx-on|javascript:", text) or re.search(
            r"<script(?![^>]*(\bsrc=|application/json))", text
        ):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_a_name_made_in_one_block_is_not_read_in_another():
    """`{% url … as up %}` holds in its own block alone; elsewhere the link would be empty and lead nowhere."""
    found = []
    for path in tracked("templates/**/*.html", "templates/*.html"):
        blocks = re.findall(r"{% block (\w+) %}(.*?){% endblock", path.read_text(), re.DOTALL)
        made = {(block, name) for block, text in blocks for name in re.findall(r"{% url [^%]* as (\w+) %}", text)}
        found += [
            (str(path.relative_to(ROOT)), name, block)
            for _, name in made
            for block, text in blocks
            if (block, name) not in made and re.search(rf"{{{{ {name}\b|{{% (?:if|crumbs) [^%]*\b{name}\b", text)
        ]
    assert found == []


def test_every_template_is_used():
    sources = "\n".join(
        path.read_text(errors="replace")
        for path in [*tracked("*.py"), *tracked("templates/**"), *tracked("templates/*")]
    )
    theirs = ("account", "mfa", "usersessions", "socialaccount", "allauth", "forms", "django")
    unused = []
    for path in tracked("templates/**/*.html", "templates/**/*.txt"):
        name = str(path.relative_to(ROOT / "templates"))
        if name.split("/")[0] in theirs or "/" not in name:
            continue
        # some are named by their view (`f"{app}/{name}.html"`) and letters by their kind
        if name not in sources and f'"{path.stem}"' not in sources:
            unused.append(name)
    assert unused == []


def test_no_migration_is_missing(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_layers_are_kept():
    done = subprocess.run([str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_project_speaks_of_the_product_alone():
    """No path of a workplace, no registry host, in anything that is kept."""
    words = re.compile(r"/(work|farm|root)/|" + "farm" + r"-(studio|bench)|\b" + "pypi\\.org/simple/[a-z]")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in {".py", ".md", ".html", ".toml", ".yml", ".sh", ".txt", ""}
        and path.name not in {"uv.lock", "test_repository.py"}
        if words.search(path.read_text(errors="replace"))
    ]
    assert found == []


def test_every_dependency_has_a_lower_bound_and_a_reason():
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    lines = [line.strip() for line in block.splitlines() if line.strip().startswith('"')]
    assert [line for line in lines if ">=" not in line or "#" not in line] == []
