// npx airflow-ts-pack examples/airflow/main.ts --outdir /opt/airflow/ts-bundles/orders
import { serveDags } from "apache-airflow-ts-sdk";
import { registry } from "./registry.js";

await serveDags(registry);
