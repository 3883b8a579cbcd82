// For the HEALTHCHECK of the image: ends with 0 when the API of this container answers /healthz with 2xx.
const port = process.env.OTKLIK_PORT || '8470';
try {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4000) });
  if (!response.ok) {
    process.stderr.write(`/healthz answered ${response.status}\n`);
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`/healthz does not answer on port ${port}: ${error.cause?.code ?? error.message}\n`);
  process.exitCode = 1;
}
