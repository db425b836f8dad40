"""Loads the orders when the data-quality platform shows that they are good.

The stubs run in TypeScript: `airflow-ts-pack` packs main.ts into the folder that Airflow's NodeCoordinator serves.
They need an Airflow Connection `data_quality` (see connection.ts).
"""

from datetime import timedelta

from airflow.sdk import dag, task


@dag(dag_id="orders", schedule="@hourly", catchup=False)
def orders():
    # Fails only where there is no answer, and asks again. A no is an answer: it ends well, and is in XCom.
    @task.stub(queue="typescript", retries=3, retry_delay=timedelta(minutes=2))
    def gate_orders(): ...

    # Fails on everything but a yes, for good.
    @task.stub(queue="typescript", retries=0)
    def require_orders(): ...

    @task
    def load_orders():
        print("The gates are open.")

    gate_orders() >> require_orders() >> load_orders()


orders()
