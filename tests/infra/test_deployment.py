"""The deployment files name things that exist and agree with one another (there is no Docker engine to try them)."""

import importlib.util
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from .production import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
APP_SERVICES = ("migrate", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
BIN = Path(sys.executable).parent


def instructions(name: str) -> list[str]:
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


def exists(program: str) -> bool:
    return (BIN / program).exists() or shutil.which(program) is not None


def test_the_services_of_production():
    assert set(SERVICES) == {"db", "redis", "nginx", *APP_SERVICES}
    assert SERVICES["db"]["image"].startswith("postgres:15")
    assert SERVICES["redis"]["image"].startswith("redis:7")


def test_redis_keeps_what_it_was_given():
    command = SERVICES["redis"]["command"]
    pairs = dict(zip(command[1::2], command[2::2], strict=True))
    assert pairs["--maxmemory-policy"] == "noeviction"
    assert pairs["--appendonly"] == "yes"
    assert pairs["--requirepass"].startswith("${REDIS_PASSWORD:?")


@pytest.mark.parametrize("name", APP_SERVICES)
def test_application_services_use_production_settings_and_existing_commands(name):
    service = SERVICES[name]
    assert service["environment"]["DJANGO_SETTINGS_MODULE"] == "config.settings.prod"
    command = service.get("command", ["granian"])
    words = command[-1].split(" && ") if command[0] == "sh" else [" ".join(command)]
    assert all(exists(text.split()[0]) for text in words)


def test_no_service_of_ours_is_reachable_but_through_nginx():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_a_running_job_has_time_to_finish():
    assert int(SERVICES["worker"]["stop_grace_period"].rstrip("s")) > 60


def test_nginx_is_the_only_proxy_believed():
    assert SERVICES["nginx"]["networks"]["default"]["ipv4_address"] == SERVICES["web"]["environment"]["TRUSTED_PROXIES"]
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX


def test_private_files_leave_only_through_the_internal_location():
    location = SERVICES["web"]["environment"]["PRIVATE_MEDIA_ACCEL"]
    block = NGINX.partition(f"location {location} {{")[2].partition("}")[0]
    assert "internal;" in block
    assert "alias /srv/media/;" in block
    assert "media:/srv/media:ro" in SERVICES["nginx"]["volumes"]
    assert any(volume == "media:/srv/khoi/var/media" for volume in SERVICES["web"]["volumes"])


def test_nginx_lets_the_largest_evidence_through():
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1])
    assert settings.EVIDENCE_MAX_BYTES < megabytes * 1024 * 1024 <= settings.EVIDENCE_MAX_BYTES * 1.25


def test_files_mounted_from_the_repository_exist():
    mounts = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    assert [
        path for path in mounts if path.startswith("./") and "certs" not in path and not (ROOT / path).exists()
    ] == []


def test_the_image_uses_the_same_installation_and_a_user_without_rights():
    assert any(line.startswith("python3 -m scripts.install") for line in instructions("RUN"))
    assert instructions("USER") == ["khoi"]
    sources = [word for line in instructions("COPY") for word in line.split()[:-1]]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert exists(re.findall(r'"([^"]+)"', instructions("CMD")[0])[0])


def test_modules_named_in_the_makefile_exist():
    makefile = (ROOT / "Makefile").read_text()
    modules = set(re.findall(r"-m ([\w.]+)", makefile))
    assert modules >= {"scripts.install", "scripts.serve", "scripts.test"}
    assert [module for module in modules if importlib.util.find_spec(module) is None] == []
    assert set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) == {"run", "test", "bench", "lint"}
    assert re.findall(r"^make (\w+)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE) == ["lint", "test"]


def test_every_scheduled_task_is_registered():
    from config.celery import app

    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks) == set()


def requirement_names(file: str) -> set[str]:
    lines = (ROOT / file).read_text().splitlines()
    return {re.split(r"[\[=]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}


def test_every_dependency_is_pinned_once_and_has_its_reason():
    direct = requirement_names("requirements.txt") | requirement_names("requirements-dev.txt")
    assert direct & requirement_names("constraints.txt") == set()
    lines = "\n".join(
        (ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt")
    )
    assert [line for line in lines.splitlines() if line and line[0] not in "#-" and "==" not in line] == []
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    assert [name for name in sorted(direct) if not re.search(rf"(\| |, ){re.escape(name)}[\[, ]", reasons)] == []
