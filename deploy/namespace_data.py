"""The data of a namespace: a map of names and values, kept by the server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from temporalio.api.namespace.v1 import UpdateNamespaceInfo
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from deploy.errors import EngineError

RPC_SECONDS = 2.0
"""The longest time of one query or one write."""


class NoNamespaceError(EngineError):
    """The server has nothing of that name: it is new, or its database was lost."""


async def namespace_data(client: Client) -> dict[str, str]:
    """The data of the client's namespace.

    Raises `NoNamespaceError` where the server has no such namespace, `RPCError` where it gives no
    answer now.
    """
    request = DescribeNamespaceRequest(namespace=client.namespace)
    try:
        answer = await client.workflow_service.describe_namespace(
            request, timeout=timedelta(seconds=RPC_SECONDS)
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        address = client.service_client.config.target_host
        raise NoNamespaceError(
            f"引擎 {address} 没有本系统的命名空间，请执行 jixiao up 或 jixiao recover / "
            f"the server at {address} has no namespace {client.namespace}: `jixiao up` or "
            "`jixiao recover` makes it"
        ) from error
    return dict(answer.namespace_info.data)


async def write_namespace_data(client: Client, data: Mapping[str, str]) -> None:
    """Write values; other names keep theirs. The last one who writes wins. Raises `RPCError`."""
    info = UpdateNamespaceInfo(data=dict(data))
    request = UpdateNamespaceRequest(namespace=client.namespace, update_info=info)
    await client.workflow_service.update_namespace(request, timeout=timedelta(seconds=RPC_SECONDS))
