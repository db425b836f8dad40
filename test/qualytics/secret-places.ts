/** What no file and no error may show. */
export const SECRET = "Zq7plainSECRETvalue";

/** Secrets wherever a connection can hold one. */
export const PLANTED = {
  username: "reader",
  password: SECRET,
  passphrase: SECRET,
  secret_key: SECRET,
  access_key: SECRET,
  api_key: SECRET,
  token: SECRET,
  uri: `s3://user:${SECRET}@bucket/folder`,
  parameters: {
    role: "READER",
    "safe.map": { rows: 5, list: [1, "two", { three: 3 }] },
    password: SECRET,
    authToken: SECRET,
    client_secret: SECRET,
    private_key_der_b64: SECRET,
    credentials: { user: SECRET, deep: [{ of: SECRET }] },
    nested: { deeper: { secret_key: SECRET, kept: true } },
    list: [{ access_key: SECRET, kept: 1 }, [{ token: SECRET }]],
    urls: ["https://plain.example", `https://user:${SECRET}@host/x`],
    endpoint: `https://api.example/?access_token=${SECRET}&x=1`,
    jdbc: `jdbc:sqlserver://host:1433;databaseName=x;password=${SECRET}`,
    oracle: `jdbc:oracle:thin:scott/${SECRET}@//host:1521/service`,
    json: `{"role": "x", "private_key": "${SECRET}"}`,
    pem: `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`,
    number: { password: 4711 },
  },
  secrets_manager: { type: "vault", credentials_payload: SECRET, nested: { token: SECRET } },
};

/** Keys under which every text is a secret. */
export const SECRET_KEYS = [
  ...["password", "passphrase", "token", "api_key", "secret", "secret_key", "private_key", "private_key_der_b64"],
  ...["private_key_path", "access_key", "credentials", "credentials_payload", "auth_token", "access_key_id"],
  ...["secretKey", "clientSecret", "sas_token", "account_key", "Password", "api-key", "secret-key", "private key"],
  ...[
    "fs.s3a.secret.key",
    "fs.azure.account.key",
    "key",
    "sig",
    "dsn",
    "cookie",
    "webhook_url",
    "shared_key",
    "connection_string",
    "sas",
  ],
];

/** Keys that sound like it. */
export const PLAIN_KEYS = ["password_policy", "token_url", "tokens_per_minute", "secretary", "primary_key", "role_arn"];

/** Texts that hold a secret. */
export const SECRET_TEXTS = [
  `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`,
  `{"role": "x", "private_key": "${SECRET}"}`,
  `jdbc:oracle:thin:scott/${SECRET}@//h:1521/s`,
  `jdbc:sqlserver://host:1433;databaseName=x;password=${SECRET}`,
  `redis://:${SECRET}@h`,
  `postgresql://u:a/${SECRET}@h`,
  `https://api.example/?access_token=${SECRET}&x=1`,
  `https://h/x?X-Amz-Signature=${SECRET}`,
  `secretKey=${SECRET}`,
  `x;my.password=${SECRET}`,
  `AccountName=n;AccountKey=${SECRET};EndpointSuffix=e`,
  `Bearer ${SECRET}`,
];
