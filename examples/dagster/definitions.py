"""The orders, gated by a process that speaks Dagster Pipes.

The process ends with 0 (all gates are open), 1 (the answer is no) or 2 (there is none), and tells each gate as an asset
check. PipesSubprocessClient would take every code but 0 for a crash and drop the checks, hence the session by hand.
"""

import os
import subprocess

import dagster as dg

PLAN = {"asset": "shop.orders", "maxAgeHours": 6, "gates": ["fresh", "checks_pass", "no_anomalies"]}
COMMAND = ["npx", "tsx", "examples/dagster/main.ts"]


@dg.multi_asset(
    specs=[dg.AssetSpec("orders", skippable=True)],
    check_specs=[dg.AssetCheckSpec(name, asset="orders", blocking=True) for name in PLAN["gates"]],
)
def orders(context: dg.AssetExecutionContext):
    with dg.open_pipes_session(
        context, dg.PipesTempFileContextInjector(), dg.PipesTempFileMessageReader(), extras=PLAN
    ) as session:
        env = {**os.environ, **session.get_bootstrap_env_vars()}
        code = subprocess.run(COMMAND, env=env, check=False).returncode

    told = session.get_custom_messages()
    answer = told[-1] if told else {"retry": False, "reason": f"the process ended with {code} and told nothing"}
    if answer["retry"]:
        raise dg.RetryRequested(max_retries=3, seconds_to_wait=120)
    yield from session.get_results(implicit_materializations=False)
    if code != 0:
        raise dg.Failure(answer["reason"], allow_retries=False)


defs = dg.Definitions(assets=[orders])
