#!/usr/bin/env python3
"""Validates the contract, or records against it.

    validate.py                  schemas, references, examples, asyncapi.yaml, *.openapi.yaml
    validate.py --records DIR    every record in DIR/**/*.json and *.jsonl, as the tests leave them:
                                 {"type": "result.v1", "value": ..., "headers": {"ce_id": ...}}

A type is the name of a file without ".schema.json". A value of null is a tombstone. Exits 1 where anything is wrong.
"""
import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

try:
    import yaml
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from openapi_spec_validator import OpenAPIV31SpecValidator
    from referencing import Registry, Resource
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012
    import rfc3339_validator  # noqa: F401  without it jsonschema would let every date-time pass
except ImportError as missing:
    sys.exit(f"{missing}; install Tests/requirements.txt (deploy/test.sh does)")

HERE = Path(__file__).resolve().parent
SUFFIX = ".schema.json"
# RFC 2606 reserves .example: nothing is fetched, references are resolved among the files of this folder.
BASE = "https://calsync.example/schemas/"
SHARED_VALUES = "values"  # definitions only: no record of its own, hence no examples

# What the ce_type header of a type in binary mode must be.
CLOUD_EVENTS = {
    "booking.v1": "com.kartra.booking.v1",
    "google-ping.v1": "com.calsync.google-ping.v1",
    "command.v1": "com.calsync.command.v1",
    "result.v1": "com.calsync.result.v1",
    "busy-block.v1": "com.calsync.busy-block.v1",
}
COMPACTED = {"busy-block.v1"}  # a null value is a tombstone
DESCRIBED_BY_HEADERS = {"dead-letter.v1"}  # the value is opaque
NOT_RECORDS = {SHARED_VALUES, "cloudevent-headers", "kartra-ping-headers"}


@dataclass
class Check:
    kind: str
    subject: str
    detail: str = ""
    errors: list[str] = field(default_factory=list)


class Contract:
    """Every file of this folder, by name, able to find each other."""

    def __init__(self):
        self.schemas = {p.name.removesuffix(SUFFIX): read_json(p) for p in sorted(HERE.glob("*" + SUFFIX))}
        self.documents = {p.name: yaml.safe_load(p.read_text("utf-8")) for p in sorted(HERE.glob("*.yaml"))}
        contents = {name + SUFFIX: schema for name, schema in self.schemas.items()} | self.documents
        self.registry = Registry().with_resources(
            (BASE + name, Resource(content, DRAFT202012)) for name, content in contents.items()
        )

    def errors(self, value, reference):
        """What is wrong with `value` by the schema at `reference`, relative to this folder."""
        validator = Draft202012Validator(
            {"$ref": BASE + reference}, registry=self.registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        found = sorted(validator.iter_errors(value), key=lambda error: error.json_path)
        return [f"{error.json_path}: {error.message}"[:300] for error in found]

    def errors_of_type(self, value, type_name):
        return self.errors(value, type_name + SUFFIX)

    def unresolvable(self, content, name):
        resolver = self.registry.resolver(BASE + name)
        for reference in references(content):
            try:
                resolver.lookup(reference)
            except Unresolvable:
                yield f"nothing at {reference}"


def read_json(path):
    def refuse(constant):
        raise ValueError(f"{constant} is not JSON")

    return json.loads(path.read_text("utf-8"), parse_constant=refuse)


def nodes(content, pointer=""):
    """Every object in a document with its JSON pointer."""
    if isinstance(content, dict):
        yield pointer, content
        for key, value in content.items():
            yield from nodes(value, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from nodes(value, f"{pointer}/{index}")


def references(content):
    return [node["$ref"] for _, node in nodes(content) if isinstance(node.get("$ref"), str)]


# The contract


def check_schemas(contract):
    for name, schema in contract.schemas.items():
        check = Check("schema", name + SUFFIX, f"{len(references(schema))} references")
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            check.errors.append(f"{error.json_path}: {error.message}")
        if schema.get("$schema") != Draft202012Validator.META_SCHEMA["$id"]:
            check.errors.append("$schema is not 2020-12")
        if schema.get("$id") != BASE + name + SUFFIX:
            check.errors.append(f"$id is not {BASE}{name}{SUFFIX}")
        check.errors += contract.unresolvable(schema, name + SUFFIX)
        yield check


def check_examples(contract):
    examples = HERE / "examples"
    for name in contract.schemas:
        if name == SHARED_VALUES:
            continue
        valid = sorted((examples / name).glob("*.json"))
        invalid = sorted((examples / "invalid" / name).glob("*.json"))
        check = Check("examples", name, f"{len(valid)} valid, {len(invalid)} invalid")
        if not valid or not invalid:
            check.errors.append("needs at least one valid and one invalid example")
        for path in valid:
            check.errors += [f"{path.name}: {error}" for error in contract.errors_of_type(read_json(path), name)]
        for path in invalid:
            # Exactly one, so that the example is refused for the reason in its name and not for a slip beside it.
            found = contract.errors_of_type(read_json(path), name)
            if len(found) != 1:
                check.errors.append(f"invalid/{path.name}: breaks {len(found)} rules, should break one: {found}")
        yield check
    folders = {p.name for parent in (examples, examples / "invalid") for p in parent.iterdir() if p.is_dir()}
    yield Check("examples", "folders", f"{len(folders)}", [
        f"{name}: no such schema" for name in sorted(folders - {"invalid"} - contract.schemas.keys())
    ])


def check_asyncapi(contract):
    name = "asyncapi.yaml"
    document = contract.documents[name]
    channels, operations = document.get("channels", {}), document.get("operations", {})
    messages = document.get("components", {}).get("messages", {})
    check = Check("asyncapi", name, f"{len(channels)} topics, {len(operations)} operations, {len(messages)} messages")
    wrong = check.errors
    wrong += contract.unresolvable(document, name)
    if not str(document.get("asyncapi", "")).startswith("3.0."):
        wrong.append("asyncapi is not 3.0.x")
    if not all(isinstance(document.get("info", {}).get(key), str) for key in ("title", "version")):
        wrong.append("info needs title and version")
    for key, channel in channels.items():
        if not isinstance(channel.get("address"), str) or not channel.get("messages"):
            wrong.append(f"channels.{key} needs address and messages")
        for message in channel.get("messages", {}).values():
            if not message.get("$ref", "").startswith("#/components/messages/"):
                wrong.append(f"channels.{key} has a message that is none of components.messages")
    for key, operation in operations.items():
        channel = operation.get("channel", {}).get("$ref", "")
        if operation.get("action") not in ("send", "receive"):
            wrong.append(f"operations.{key}.action is neither send nor receive")
        if not channel.startswith("#/channels/"):
            wrong.append(f"operations.{key}.channel is no channel")
        for message in operation.get("messages", []):
            if not message.get("$ref", "").startswith(channel + "/messages/"):
                wrong.append(f"operations.{key} has a message that is not of its channel")
    for key, message in messages.items():
        if "payload" not in message or "key" not in message.get("bindings", {}).get("kafka", {}):
            wrong.append(f"components.messages.{key} needs payload and bindings.kafka.key")
    used = set(references({"channels": channels, "operations": operations, "messages": messages}))
    unused = {n + SUFFIX for n in contract.schemas if n != SHARED_VALUES} - used
    wrong += [f"{schema} belongs to no message" for schema in sorted(unused)]
    unused = {f"#/components/messages/{key}" for key in messages} - used
    wrong += [f"{message} belongs to no topic" for message in sorted(unused)]
    yield check


def check_openapi(contract):
    for name, document in contract.documents.items():
        if not name.endswith(".openapi.yaml"):
            continue
        check = Check("openapi", name, f"{len(document['paths'])} paths")
        check.errors += contract.unresolvable(document, name)
        if not check.errors:
            validator = OpenAPIV31SpecValidator(document, base_uri=(HERE / name).as_uri())
            check.errors += [str(error.message)[:300] for error in validator.iter_errors()]
        for pointer, node in nodes(document):
            if "schema" in node and "example" in node:
                found = contract.errors(node["example"], f"{name}#{pointer}/schema")
                check.errors += [f"example at {pointer}: {error}" for error in found]
        yield check


# Records


def read_records(folder):
    """(where, record) of every record below the folder: a file is one record, a list of them, or one a line."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".json", ".jsonl") and p.is_file()):
        where = path.relative_to(folder)
        text = path.read_text("utf-8", errors="replace")
        try:
            whole = json.loads(text)
        except ValueError:
            for number, line in enumerate(text.split("\n"), start=1):
                if line.strip():
                    try:
                        yield f"{where}:{number}", json.loads(line)
                    except ValueError as error:
                        yield f"{where}:{number}", error
        else:
            several = whole if isinstance(whole, list) else [whole]
            yield from ((f"{where}[{i}]" if len(several) > 1 else str(where), r) for i, r in enumerate(several))


def errors_of_record(contract, record):
    if isinstance(record, ValueError):
        return [f"not JSON: {record}"]
    if not isinstance(record, dict) or "value" not in record:
        return ["not an object with type, value and headers"]
    kind, value, headers = record.get("type"), record["value"], record.get("headers")
    if not isinstance(kind, str) or kind not in contract.schemas or kind in NOT_RECORDS:
        return [f"type {kind!r} is not one of the schemas"]
    if kind in DESCRIBED_BY_HEADERS:
        return contract.errors_of_type(headers, kind)
    tombstone = value is None and kind in COMPACTED
    found = [] if tombstone else contract.errors_of_type(value, kind)
    if headers is None or (tombstone and not headers):
        return found
    if kind in CLOUD_EVENTS:
        found += [f"header {e}" for e in contract.errors_of_type(headers, "cloudevent-headers")]
        if isinstance(headers, dict) and headers.get("ce_type") != CLOUD_EVENTS[kind]:
            found.append(f"header ce_type is not {CLOUD_EVENTS[kind]}")
    elif kind == "kartra-ping":
        found += [f"header {e}" for e in contract.errors_of_type(headers, "kartra-ping-headers")]
    return found


def check_records(contract, folder):
    checks, count = {}, Counter()
    for where, record in read_records(folder):
        kind = str(record.get("type")) if isinstance(record, dict) else "unreadable"
        check = checks.setdefault(kind, Check("records", kind))
        count[kind] += 1
        check.detail = f"{count[kind]}"
        check.errors += [f"{where}: {error}" for error in errors_of_record(contract, record)]
    return [checks[kind] for kind in sorted(checks)] or [Check("records", str(folder), "", ["holds no record"])]


def report(checks):
    width = max(len(check.subject) for check in checks)
    for check in checks:
        print(f"{'FAIL' if check.errors else 'ok':4}  {check.kind:8}  {check.subject:{width}}  {check.detail}")
        for error in check.errors:
            print(f"        {error}")
    failed = sum(bool(check.errors) for check in checks)
    print(f"{len(checks)} checks, {failed} failed")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage="%(prog)s [--records DIR]"
    )
    parser.add_argument("--records", metavar="DIR", type=Path, help="validate the records in this folder instead")
    arguments = parser.parse_args()
    contract = Contract()
    if arguments.records:
        if not arguments.records.is_dir():
            parser.error(f"{arguments.records} is not a folder")
        return report(check_records(contract, arguments.records))
    checks = list(check_schemas(contract))
    if not any(check.errors for check in checks):  # a schema that is wrong itself cannot judge anything
        for step in (check_examples, check_asyncapi, check_openapi):
            checks += step(contract)
    return report(checks)


if __name__ == "__main__":
    sys.exit(main())
