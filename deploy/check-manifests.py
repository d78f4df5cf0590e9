#!/usr/bin/env python3
"""Holds the files of this folder against what they claim: formats against their schemas, settings, roles, probes and topics
against the sources, images, secrets and deadlines against our own rules. Exits 1 where anything is wrong.

    check-manifests.py            this folder
    check-manifests.py FOLDER     a copy of it, as `--self-test` makes them
    check-manifests.py --self-test   breaks copies, one fault each, and expects each fault to be found
"""

import configparser
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import check_jsonschema
    import kubernetes_validate
    import yaml
    from jsonschema import Draft202012Validator
except ImportError as missing:
    sys.exit(f"{missing}; install Tests/requirements.txt (deploy/test.sh does)")

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "Sources"
KUBERNETES = "1.32"
# What all processes of these roles may take together: of one App of Kartra's, of one Cloud project of Google's.
LIMITS = {
    "KARTRA_CALLS_PER_SECOND": (20, "Kartra", "a second", {"worker"}),
    "GOOGLE_CALLS_PER_MINUTE": (10_000, "Google", "a minute", {"worker", "console"}),
}
# Of KEDA's scaler `kafka`, which does not say when it is given another.
TRIGGER = {
    "bootstrapServers",
    "bootstrapServersFromEnv",
    "consumerGroup",
    "consumerGroupFromEnv",
    "topic",
    "topicFromEnv",
    "lagThreshold",
    "activationLagThreshold",
    "offsetResetPolicy",
    "allowIdleConsumers",
    "scaleToZeroOnInvalidOffset",
    "excludePersistentLag",
    "limitToPartitionsWithLag",
    "ensureEvenDistributionOfPartitions",
    "partitionLimitation",
    "version",
    "sasl",
    "saslTokenProvider",
    "tls",
    "unsafeSsl",
}
BOX = ["NoNewPrivileges", "PrivateTmp", "ProtectHome", "ProtectSystem", "SystemCallFilter", "CapabilityBoundingSet"]


def source(path: str) -> str:
    return (SOURCES / path).read_text()


# What the sources say.
KEYS = source("calsync/Configuration/SettingKey.swift")
SETTINGS = set(re.findall(r'case \w+ = "([A-Z_]+)"', KEYS))
NAMES = dict(re.findall(r'case (\w+) = "([A-Z_]+)"', KEYS))
SECRETS = {NAMES[name] for name in re.findall(r"\.(\w+)", re.search(r"case ([^:]*):\s+true", KEYS).group(1))}
ROLES = set(re.findall(r"case (\w+)", source("calsync/Configuration/Role.swift")))
PATHS = set(re.findall(r'router\.get\("(/\w+)"\)', source("Receiver/HealthController.swift")))
TOPICS = source("CalendarSync/Wire/Topics.swift")
INPUTS = {
    re.search(rf'var {name}: String {{ prefix \+ "(.+?)" }}', TOPICS).group(1)
    for name in re.search(r"var inputs: \[String\] \{ \[(.+?)\] \}", TOPICS).group(1).split(", ")
}
GROUP = re.search(r'var consumerGroup: String \{ prefix \+ "(.+?)" \}', TOPICS).group(1)
PARTITIONS = int(re.search(r"partitions: Int32 = (\d+)", source("calsync/Wiring/KafkaConnection.swift")).group(1))
SANDBOX = source("calsync/Commands/SandboxCommand.swift")
COMMANDS = {"serve", "sandbox", "topics"}


def settings_by_role(pattern: str) -> dict[str, set[str]]:
    """From the table in README.md: `pattern` says which part of the column of roles counts."""
    settings: dict[str, set[str]] = {role: set() for role in ROLES}
    for line in (HERE.parent / "README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.replace("\\|", "").split("|")[1:-1]]
        if len(cells) == 4 and (names := SETTINGS & set(re.findall(r"`([A-Z_]+)`", cells[0]))):
            for role in ROLES & set(re.findall(r"\w+", " ".join(re.findall(pattern, cells[2])))):
                settings[role] |= {name for name in names if cells[1] != "Google's"}
    return settings


NEEDED = settings_by_role(r"(?:^|\))[^(]*")
USED = settings_by_role(r"\([^)]*\)")  # in brackets: a role does without, but does less


class Check:
    def __init__(self, folder: Path, with_programs: bool = True):
        """`with_programs`: also asks kubectl and systemd-analyze, where they are installed."""
        self.folder = folder
        self.with_programs = with_programs
        self.problems: list[str] = []

    def expect(self, truth: object, where: str, text: str) -> None:
        if not truth:
            self.problems.append(f"{where}: {text}")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text()

    def lines(self, path: str) -> dict[str, str]:
        """Of a file of NAME=value."""
        pairs = (line.split("=", 1) for line in self.read(path).splitlines() if line.strip() and line[0] != "#")
        return {name: value for name, value in pairs}

    def image(self, name: str, where: str) -> None:
        tag = name.rpartition(":")[2]
        self.expect(
            ":" in name and re.search(r"\d+\.\d+|\d{8}", tag), where, f"image {name} is not pinned to a version"
        )

    def settings(self, names, where: str) -> None:
        for name in sorted(set(names) - SETTINGS):
            self.problems.append(f"{where}: {name} is no setting of calsync")

    def role(self, role: str | None, given: set[str], where: str) -> None:
        """A process of this role is told all it needs or uses, and no secret that is another role's."""
        self.expect(role in ROLES, where, f"{role} is no role")
        if role in ROLES:
            lacks = NEEDED[role] - given
            self.expect(not lacks, where, f"the role {role} lacks {', '.join(sorted(lacks))}")
            idle = USED[role] - given
            self.expect(not idle, where, f"the role {role} could do more with {', '.join(sorted(idle))}")
            more = (given & SECRETS) - NEEDED[role] - USED[role]
            self.expect(not more, where, f"the role {role} has no use for {', '.join(sorted(more))}")

    def shares(self, processes: dict[str, int], settings: dict[str, str], where: str) -> None:
        """All processes together keep to the limits of Kartra and Google. `processes`: how many of each role."""
        for name, (limit, whom, time, roles) in LIMITS.items():
            count = sum(processes.get(role, 0) for role in roles)
            calls = count * int(settings[name])
            callers = " and ".join(f"{role}s" for role in sorted(roles, reverse=True))
            self.expect(0 < calls <= limit, where, f"{count} {callers} call {whom} {calls} times {time}")

    # Dockerfile

    def dockerfile(self) -> None:
        where = "Dockerfile"
        text = re.sub(r"^#.*\n", "", self.read(where), flags=re.M)
        lines = [line for line in re.sub(r"\\\n\s*", "", text).splitlines() if line.strip()]
        start = max(number for number, line in enumerate(lines) if line.startswith("FROM "))
        instructions = [(line.split(None, 1) + [""])[:2] for line in lines]
        runtime = instructions[start:]
        by_name = dict(runtime)
        for word, rest in instructions:
            if word == "FROM":
                self.image(rest.split()[0], where)
            if word == "COPY" and "--from=" not in rest:
                for path in [part for part in rest.split() if not part.startswith("--")][:-1]:
                    self.expect(list(HERE.parent.glob(path)) or "[" in path, where, f"there is no {path} to copy")
                    ignored = self.read("Dockerfile.dockerignore").splitlines()
                    self.expect(f"!{path.replace('[d]', 'd')}" in ignored, where, f"{path} is ignored by .dockerignore")
        self.expect(re.fullmatch(r"[1-9]\d+:[1-9]\d+", by_name.get("USER", "")), where, "USER is no number but root's")
        self.expect(by_name.get("ENTRYPOINT") == '["calsync"]', where, "ENTRYPOINT is not calsync")
        self.expect(by_name.get("CMD") == '["serve"]', where, "CMD is not serve")
        self.expect(by_name.get("STOPSIGNAL") == "SIGTERM", where, "STOPSIGNAL is not SIGTERM")
        self.expect("HEALTHCHECK" in by_name, where, "has no HEALTHCHECK")
        for word, rest in runtime:
            if word == "ENV":
                self.settings(re.findall(r"(\w+)=", rest), where)
                self.expect(not SECRETS & set(re.findall(r"(\w+)=", rest)), where, "a secret is baked in")
            if word == "RUN" and "apt-get install" in rest:
                self.expect("--no-install-recommends" in rest and "rm -rf /var/lib/apt/lists" in rest, where, "apt-get")
        asked = re.search(r"GET (/\w+) HTTP", self.read("calsync-alive.sh"))
        self.expect(asked and asked.group(1) in PATHS, "calsync-alive.sh", "asks for a path that is not served")

    # Compose

    def compose(self) -> None:
        where = "compose.yaml"
        text = self.read(where)
        file = yaml.safe_load(text)
        vendor = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor"
        for error in Draft202012Validator(json.loads((vendor / "compose-spec.json").read_text())).iter_errors(file):
            self.problems.append(f"{where}: {error.json_path}: {error.message[:120]}")
        roles = set()
        processes: dict[str, int] = {}
        defaults: dict[str, str] = {}
        example, emulated = self.lines(".env.example"), self.lines("sandbox.env")
        for name, service in file["services"].items():
            at = f"{where}: {name}"
            self.image(service.get("image", ""), at)
            self.expect("restart" in service, at, "has no restart policy")
            for other in service.get("depends_on", {}):
                self.expect(other in file["services"], at, f"there is no service {other}")
            if not service["image"].startswith("calsync:"):
                continue
            environment = service.get("environment", {})
            self.settings(environment, at)
            command = service.get("command", ["serve"])
            self.expect(command[0] in COMMANDS, at, f"{command[0]} is no command")
            if command == ["serve"]:
                roles.add(environment.get("ROLES"))
                self.role(environment.get("ROLES"), set(environment), at)
                processes[environment["ROLES"]] = service.get("deploy", {}).get("replicas", 1)
                for key, (_, _, _, callers) in LIMITS.items():
                    share = re.fullmatch(r"\$\{\w+:-(\d+)\}", str(environment.get(key, "")))
                    self.expect(share or environment["ROLES"] not in callers, at, f"{key} has no default")
                    if share:
                        defaults[key] = share.group(1)
                grace = int(service["stop_grace_period"].removesuffix("s"))
                self.expect(
                    grace > int(environment["SHUTDOWN_TIMEOUT_SECONDS"]), at, "is killed before it has finished"
                )
            for key in SECRETS & set(environment):
                self.expect("${" in environment[key], at, f"{key} is a literal")
        self.expect(roles == ROLES, where, f"runs {sorted(map(str, roles))}")
        self.shares(processes, defaults, where)
        self.shares(processes, example, ".env.example")
        asked = set(re.findall(r"\$\{(\w+)", text))
        required = set(re.findall(r"\$\{(\w+):\?", text))
        others = {"POSTGRES_PASSWORD", "COMPOSE_PROFILES"}
        self.expect(required <= set(example), ".env.example", f"lacks {sorted(required - set(example))}")
        for path, lines in {".env.example": example, "sandbox.env": emulated}.items():
            self.settings(set(lines) - others, path)
            unused = set(lines) - asked - {"COMPOSE_PROFILES"}
            self.expect(not unused, path, f"{sorted(unused)} are asked for nowhere in {where}")
        for name in (SECRETS | {"POSTGRES_PASSWORD"}) & set(example):
            self.expect(example[name] == "", ".env.example", f"{name} is a literal")
        self.emulated_secrets(emulated, "sandbox.env")

    def emulated_secrets(self, lines: dict[str, str], where: str) -> None:
        for name in SECRETS & set(lines):
            self.expect(f'"{name}={lines[name]}"' in SANDBOX, where, f"{name} is not what the emulators take")

    # Kubernetes

    def kubernetes(self) -> None:
        base = self.lines("kubernetes/base/settings.env")
        overlay = self.lines("kubernetes/sandbox/settings.env")
        for path, lines in {"kubernetes/base/settings.env": base, "kubernetes/sandbox/settings.env": overlay}.items():
            self.settings(lines, path)
            self.expect(not SECRETS & set(lines), path, "a ConfigMap holds a secret")
        secret = yaml.safe_load(self.read("kubernetes/base/secret.example.yaml"))
        self.settings(secret["stringData"], "secret.example.yaml")
        self.expect(not any(secret["stringData"].values()), "secret.example.yaml", "a value is filled in")
        roles, names = set(), set()
        for path in sorted((self.folder / "kubernetes").rglob("*.yaml")):
            where = str(path.relative_to(self.folder))
            for document in yaml.safe_load_all(path.read_text()):
                if "kustomize" in document["apiVersion"]:
                    for entry in document["resources"]:
                        self.expect((path.parent / entry).exists(), where, f"there is no {entry}")
                    for image in document.get("images", []):
                        self.image(f"{image['name']}:{image['newTag']}", where)
                    continue
                names.add((document["kind"], document["metadata"]["name"]))
                self.expect("namespace" not in document["metadata"], where, "names a namespace")
                if document["kind"] == "ScaledObject":
                    self.scaled_object(document, base, where)
                    continue
                try:
                    kubernetes_validate.validate(document, KUBERNETES, strict=True)
                except kubernetes_validate.ValidationError as error:
                    self.problems.append(f"{where}: {error.message[:160]}")
                if document["kind"] in ("Deployment", "Job"):
                    self.pods(document, base, set(secret["stringData"]), roles, where)
        self.expect(roles == ROLES, "kubernetes/base", f"runs {sorted(map(str, roles))}")
        for role in ROLES:
            self.expect(("PodDisruptionBudget", f"calsync-{role}") in names, "kubernetes/base", f"no budget for {role}")
        ingress = yaml.safe_load(self.read("kubernetes/ingress/ingress.yaml"))
        for path in ingress["spec"]["rules"][0]["http"]["paths"]:
            service = path["backend"]["service"]["name"]
            self.expect(("Service", service) in names, "ingress.yaml", f"there is no Service {service}")
        self.kustomize()

    def pods(self, document: dict, settings: dict[str, str], secrets: set[str], roles: set, where: str) -> None:
        spec = document["spec"]["template"]["spec"]
        secure = spec.get("securityContext", {})
        self.expect(
            secure.get("runAsNonRoot") and secure.get("seccompProfile"), where, "may run as root, or without seccomp"
        )
        self.expect(spec.get("automountServiceAccountToken") is False, where, "gets a token of Kubernetes")
        if document["kind"] == "Deployment":
            labels = document["spec"]["template"]["metadata"]["labels"]
            self.expect(
                document["spec"]["selector"]["matchLabels"] == labels, where, "selects other pods than it makes"
            )
        for container in spec["containers"]:
            secure = container.get("securityContext", {})
            confined = secure.get("readOnlyRootFilesystem") and secure.get("allowPrivilegeEscalation") is False
            self.expect(confined and secure.get("capabilities", {}).get("drop") == ["ALL"], where, "is not confined")
            self.expect("memory" in container.get("resources", {}).get("limits", {}), where, "has no memory limit")
            if container["image"] != "calsync":  # whose tag is in kustomization.yaml
                self.image(container["image"], where)
                continue
            self.expect(container["args"][0] in COMMANDS, where, f"{container['args'][0]} is no command")
            own = {entry["name"]: entry for entry in container.get("env", [])}
            self.settings(own, where)
            for name, entry in own.items():
                reference = entry.get("valueFrom", {}).get("secretKeyRef", {})
                self.expect(name not in SECRETS or reference, where, f"{name} is a literal")
                self.expect(reference.get("key", name) == name, where, f"{name} is read from {reference.get('key')}")
                self.expect(not reference or name in secrets, where, f"secret.example.yaml lacks {name}")
            for probe in [value for key, value in container.items() if key.endswith("Probe") and "httpGet" in value]:
                path = probe["httpGet"]["path"]
                self.expect(path in PATHS, where, f"a probe asks for {path}, which is not served")
            if container["args"] == ["serve"]:
                role = own.get("ROLES", {}).get("value")
                roles.add(role)
                self.role(role, set(own) | set(settings), where)
                self.expect({"livenessProbe", "readinessProbe"} <= set(container), where, "has not both probes")
                grace = spec.get("terminationGracePeriodSeconds", 30)
                self.expect(
                    grace > int(settings["SHUTDOWN_TIMEOUT_SECONDS"]) + 5, where, "is killed before it has finished"
                )

    def scaled_object(self, document: dict, settings: dict[str, str], where: str) -> None:
        """After config/crd/bases/keda.sh_scaledobjects.yaml and the reference of the scaler `kafka`."""
        spec = document["spec"]
        known = {
            "scaleTargetRef",
            "pollingInterval",
            "cooldownPeriod",
            "minReplicaCount",
            "maxReplicaCount",
            "advanced",
            "triggers",
        }
        self.expect(document["apiVersion"] == "keda.sh/v1alpha1" and set(spec) <= known, where, "is no ScaledObject")
        self.expect(spec["scaleTargetRef"]["name"] == "calsync-worker", where, "scales something else than workers")
        for trigger in spec["triggers"]:
            data = trigger["metadata"]
            strange = set(trigger) - {"type", "name", "metadata", "authenticationRef", "metricType", "useCachedMetrics"}
            strange |= set(data) - TRIGGER
            self.expect(not strange, where, f"{', '.join(sorted(strange))} is no key of a trigger")
            self.expect(data.get("lagThreshold", "").isdigit(), where, "a trigger has no lagThreshold")
            self.expect(
                trigger["type"] == "kafka" and all(isinstance(value, str) for value in data.values()), where, "trigger"
            )
            self.expect(data["consumerGroup"] == GROUP, where, f"{data['consumerGroup']} is not the workers' group")
            self.expect(data["bootstrapServers"] == settings["KAFKA_BOOTSTRAP_SERVERS"], where, "asks another broker")
        self.expect(
            {trigger["metadata"]["topic"] for trigger in spec["triggers"]} == INPUTS, where, f"not {sorted(INPUTS)}"
        )
        most = spec["maxReplicaCount"]
        self.expect(most <= PARTITIONS, where, f"more workers than the {PARTITIONS} partitions of a topic")
        console = next(yaml.safe_load_all(self.read("kubernetes/base/console.yaml")))
        self.shares({"worker": most, "console": console["spec"]["replicas"]}, settings, where)

    def kustomize(self) -> None:
        """Puts everything together, where kubectl is installed."""
        if not (self.with_programs and shutil.which("kubectl")):
            return
        with tempfile.TemporaryDirectory() as copies:
            copy = Path(copies) / "kubernetes"
            shutil.copytree(self.folder / "kubernetes", copy)
            # As somebody's own: the base with both components.
            (copy / "own").mkdir()
            (copy / "own" / "kustomization.yaml").write_text(
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
                "resources: [../base]\ncomponents: [../keda, ../ingress]\n"
            )
            for folder in ("base", "sandbox", "own"):
                where = "base, keda and ingress" if folder == "own" else f"kubernetes/{folder}"
                done = subprocess.run(["kubectl", "kustomize", copy / folder], capture_output=True, text=True)
                self.expect(done.returncode == 0, where, done.stderr.strip()[:200])
                for document in yaml.safe_load_all(done.stdout):
                    template = (document or {}).get("spec", {}).get("template", {})
                    for container in template.get("spec", {}).get("containers", []):
                        self.image(container["image"], f"{where}: {document['metadata']['name']}")

    # systemd

    def systemd(self) -> None:
        where = "systemd/calsync.service"
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str
        unit.read_string(self.read(where))
        service = unit["Service"]
        lines = self.lines("systemd/calsync.env.example")
        self.settings(lines, "systemd/calsync.env.example")
        lacks = set().union(*NEEDED.values(), *USED.values()) - set(lines)
        self.expect(not lacks, "systemd/calsync.env.example", f"lacks {sorted(lacks)}")
        for name in SECRETS & set(lines) - {"STORE_URL"}:
            self.expect(lines[name] == "", "systemd/calsync.env.example", f"{name} is a literal")
        self.expect(service["ExecStart"].split()[1] in COMMANDS, where, "ExecStart is no command")
        self.expect("Environment" not in service, where, "settings belong into the EnvironmentFile")
        grace = int(service["TimeoutStopSec"])
        self.expect(grace > int(lines["SHUTDOWN_TIMEOUT_SECONDS"]), where, "is killed before it has finished")
        self.expect(
            service.get("User") in self.read("systemd/calsync.sysusers.conf").split(), where, "nobody makes its user"
        )
        for key in BOX:
            self.expect(key in service, where, f"{key} is not set")
        if self.with_programs and shutil.which("systemd-analyze"):
            with tempfile.TemporaryDirectory() as copies:
                copy = Path(copies) / "calsync.service"
                copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", self.read(where), flags=re.M))
                done = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True)
                self.expect(
                    not [line for line in done.stderr.splitlines() if "calsync" in line], where, done.stderr[:300]
                )

    def run(self) -> list[str]:
        for part in (self.dockerfile, self.compose, self.kubernetes, self.systemd):
            try:
                part()
            except (yaml.YAMLError, KeyError, TypeError, ValueError, OSError, configparser.Error) as error:
                self.problems.append(f"{part.__name__}: {type(error).__name__}: {error}")
        return self.problems


# One fault each: a file, what is replaced, by what, and a word of the complaint.
FAULTS = [
    ("compose.yaml", "KARTRA_PING_SECRET: ${", "KARTRA_PING_SECRETS: ${", "KARTRA_PING_SECRETS is no setting"),
    ("compose.yaml", "      KARTRA_PING_SECRET: ${KARTRA_PING_SECRET:?}\n\n", "\n", "receiver lacks KARTRA_PING_SECRET"),
    ("compose.yaml", "      API_TOKENS: ${API_TOKENS:-}\n", "", "console could do more with API_TOKENS"),
    ("compose.yaml", "ROLES: scheduler\n", "ROLES: scheduler\n      API_TOKEN: ${API_TOKEN}\n", "has no use for API_TOKEN"),
    ("compose.yaml", "ROLES: scheduler", "ROLES: schedular", "schedular is no role"),
    ("compose.yaml", "API_TOKEN: ${API_TOKEN:?}", "API_TOKEN: letmein", "API_TOKEN is a literal"),
    ("compose.yaml", "stop_grace_period: 30s", "stop_grace_period: 10s", "killed before"),
    ("compose.yaml", "restart: unless-stopped", "restrat: unless-stopped", "restrat"),
    ("compose.yaml", "apache/kafka:3.8.0", "apache/kafka:latest", "not pinned"),
    (".env.example", "GOOGLE_CLIENT_ID=\n", "", "lacks ['GOOGLE_CLIENT_ID']"),
    (".env.example", "\nAPI_TOKEN=\n", "\nAPI_TOKEN=abc\n", "API_TOKEN is a literal"),
    ("sandbox.env", "=sandbox-secret", "=GOCSPX-real", "not what the emulators take"),
    ("kubernetes/base/worker.yaml", "GOOGLE_CLIENT_SECRET", "GOOGLE_SECRET", "GOOGLE_SECRET is no setting"),
    ("kubernetes/base/console.yaml", "KARTRA_PING_SECRET", "API_TOKEN", "could do more with KARTRA_PING_SECRET"),
    ("kubernetes/base/secret.example.yaml", "  API_TOKENS:", "  # API_TOKENS:", "lacks API_TOKENS"),
    ("kubernetes/base/worker.yaml", "path: /readyz", "path: /ready", "/ready, which is not served"),
    ("kubernetes/base/worker.yaml", "args: [serve]", "arguments: [serve]", "arguments"),
    (
        "kubernetes/base/console.yaml",
        "terminationGracePeriodSeconds: 40",
        "terminationGracePeriodSeconds: 20",
        "killed before",
    ),
    ("kubernetes/base/receiver.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "not confined"),
    ("kubernetes/base/settings.env", "LOG_LEVEL=info", "API_TOKEN=abc", "ConfigMap holds a secret"),
    ("kubernetes/base/secret.example.yaml", 'API_TOKEN: ""', 'API_TOKEN: "abc"', "a value is filled in"),
    ("kubernetes/keda/scaled-object.yaml", "topic: google.pings", "topic: google.ping", "google.pings"),
    ("kubernetes/keda/scaled-object.yaml", "maxReplicaCount: 4", "maxReplicaCount: 8", "call Kartra 40 times"),
    ("kubernetes/keda/scaled-object.yaml", "lagThreshold", "lagTreshold", "lagTreshold is no key of a trigger"),
    ("kubernetes/keda/scaled-object.yaml", '"200"', '"many"', "has no lagThreshold"),
    (
        "kubernetes/keda/scaled-object.yaml",
        "metadata: &trigger",
        "metaData: {}\n      metadata: &trigger",
        "metaData is no key",
    ),
    ("kubernetes/base/settings.env", "MINUTE=1600", "MINUTE=10000", "6 workers and consoles call Google 60000 times"),
    ("kubernetes/base/settings.env", "GOOGLE_CALLS_PER_MINUTE=1600\n", "", "GOOGLE_CALLS_PER_MINUTE"),
    ("compose.yaml", "MINUTE:-3300", "MINUTE:-10000", "3 workers and consoles call Google 30000 times"),
    (
        "compose.yaml",
        "  GOOGLE_CALLS_PER_MINUTE: ${GOOGLE_CALLS_PER_MINUTE:-3300}\n",
        "",
        "GOOGLE_CALLS_PER_MINUTE has no default",
    ),
    (".env.example", "MINUTE=3300", "MINUTE=10000", "3 workers and consoles call Google 30000 times"),
    ("compose.yaml", "{replicas: 2}", "{replicas: 4}", "4 workers call Kartra 40 times"),
    ("kubernetes/ingress/ingress.yaml", "name: calsync-receiver", "name: receiver", "no Service receiver"),
    ("systemd/calsync.service", "TimeoutStopSec=40", "TimeoutStopSec=15", "killed before"),
    ("systemd/calsync.env.example", "HTTP_PORT=", "PORT=", "PORT is no setting"),
    ("Dockerfile", "USER 10001:10001", "USER root", "USER"),
    ("Dockerfile", "bookworm-20260202-slim", "bookworm-slim", "not pinned"),
]


def self_test() -> list[str]:
    missed = []
    for path, old, new, complaint in FAULTS:
        with tempfile.TemporaryDirectory() as copies:
            copy = Path(copies) / "deploy"
            shutil.copytree(HERE, copy)
            text = (copy / path).read_text()
            if old not in text:
                missed.append(f"{path}: there is no {old!r} to break")
                continue
            (copy / path).write_text(text.replace(old, new))
            if not any(complaint in problem for problem in Check(copy, with_programs=False).run()):
                missed.append(f"{path}: {new!r} is not found")
    return missed


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = self_test() if arguments == ["--self-test"] else Check(Path(arguments[0]) if arguments else HERE).run()
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        sys.exit(1)
    if arguments == ["--self-test"]:
        print(f"{len(FAULTS)} faults, one after the other, each found")
    else:
        rendered = "" if shutil.which("kubectl") else "; kubectl is not here, so nothing was put together"
        print(f"Dockerfile, compose.yaml, kubernetes/ and systemd/ agree with the sources{rendered}")
