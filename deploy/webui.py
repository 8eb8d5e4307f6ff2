"""Temporal's own web UI beside the server, on 127.0.0.1 only."""

from pathlib import Path

import yaml

from deploy.ports import LOCALHOST, Ports
from deploy.private_file import write_private
from deploy.process import ServerProcess

CONFIGURATION = "web-ui"  # the UI server takes a directory and the name of a file in it


def start_web_ui(program: Path, data_dir: Path, ports: Ports, namespace: str) -> ServerProcess:
    """Start the web UI for the frontend on `ports`, opening on `namespace`."""
    settings = {
        "host": LOCALHOST,
        "port": ports.ui,
        "temporalGrpcAddress": f"{LOCALHOST}:{ports.frontend}",
        "enableUi": True,
        "defaultNamespace": namespace,
        "disableNewsFetch": True,  # nothing is asked of the outside
        "cors": {"cookieInsecure": True},  # plain http on this machine
    }
    file = data_dir / f"{CONFIGURATION}.yaml"
    write_private(file, yaml.safe_dump(settings, sort_keys=False))
    command = [str(program), "--root", str(data_dir), "--config", ".", "--env", CONFIGURATION]
    return ServerProcess([*command, "start"], data_dir / "temporal-ui.log")
