"""The namespace and the search attributes that the product's workflows need on a server."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import (
    CountWorkflowExecutionsRequest,
    DescribeWorkflowExecutionRequest,
    RegisterNamespaceRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from deploy.errors import EngineError

NAMESPACE = "jixiao"
RETENTION = timedelta(days=90)  # the log, not the engine, is the archive
SEARCH_ATTRIBUTES = {
    "Jurisdiction": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Phase": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Unit": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "BudgetYear": IndexedValueType.INDEXED_VALUE_TYPE_INT,
    "NextDue": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "Overdue": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
    "AwaitingRuling": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
}
WAIT_SECONDS = 90.0  # a server without forced refresh looks for new attributes once a minute
NOBODY = WorkflowExecution(workflow_id="no-such-workflow")


async def prepare_namespace(
    address: str, namespace: str = NAMESPACE, data: Mapping[str, str] | None = None
) -> None:
    """Register `namespace` (retention 90 days) unless it exists, and wait until it can be used.

    A new namespace gets `data`; an existing one is left as it is. Raises EngineError if nothing
    answers at `address`, or if the server there does not come to know it in 90 seconds.
    """
    try:
        client = await Client.connect(address, namespace=namespace)
    except RuntimeError as error:  # the client's error if it cannot connect
        raise EngineError(
            f"引擎 {address} 不应答，请确认该地址的服务已启动 / "
            f"nothing answers at {address}: is the server there started?"
        ) from error
    retention = Duration(seconds=int(RETENTION.total_seconds()))
    request = RegisterNamespaceRequest(
        namespace=namespace, workflow_execution_retention_period=retention, data=data
    )

    async def register() -> bool:
        try:
            await client.workflow_service.register_namespace(request)
        except RPCError as error:
            return error.status is RPCStatusCode.ALREADY_EXISTS
        return True

    await _until(register, f"the server at {address} does not register namespace {namespace}")
    await _until(
        lambda: _answers_for_workflows(client),
        f"the server at {address} does not serve namespace {namespace}",
    )


async def prepare_search_attributes(address: str, namespace: str = NAMESPACE) -> None:
    """Add the product's search attributes to `namespace` and wait until queries may name them.

    Adding them again does no harm. Raises EngineError if one exists with another type, or if the
    server at `address` does not come to know them in 90 seconds.
    """
    client = await Client.connect(address, namespace=namespace)
    request = AddSearchAttributesRequest(namespace=namespace, search_attributes=SEARCH_ATTRIBUTES)
    try:
        await client.operator_service.add_search_attributes(request)
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise EngineError(
                "引擎的检索字段无法添加，请由其管理员处理 / "
                f"search attributes cannot be added: {error.message}"
            ) from error
    await _until(
        lambda: _knows_search_attributes(client),
        f"the server at {address} does not find the search attributes of {namespace}",
    )


async def _answers_for_workflows(client: Client) -> bool:
    """Whether the part of the server that keeps workflows says that there is no such workflow."""
    request = DescribeWorkflowExecutionRequest(namespace=client.namespace, execution=NOBODY)
    try:
        await client.workflow_service.describe_workflow_execution(request)
    except RPCError as error:
        missing = error.status is RPCStatusCode.NOT_FOUND
        return missing and "namespace" not in error.message.lower()
    return True


async def _knows_search_attributes(client: Client) -> bool:
    query = " OR ".join(f"{name} IS NOT NULL" for name in SEARCH_ATTRIBUTES)
    request = CountWorkflowExecutionsRequest(namespace=client.namespace, query=query)
    try:
        await client.workflow_service.count_workflow_executions(request)
    except RPCError as error:
        if error.status in {RPCStatusCode.INVALID_ARGUMENT, RPCStatusCode.UNAVAILABLE}:
            return False
        raise
    return True


async def _until(condition: Callable[[], Awaitable[bool]], failure: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not await condition():
        if time.monotonic() > deadline:
            raise EngineError(f"引擎未就绪 / {failure} ({WAIT_SECONDS:.0f} s waited)")
        await asyncio.sleep(0.1)
