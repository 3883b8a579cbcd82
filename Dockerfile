# One image for all roles: docker run otklik:local node dist/src/cli/main.js crawl | work | serve | up
FROM node:22-bookworm-slim AS build
WORKDIR /app
# First what changes rarely: the dependencies stay in their layer while the source changes.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The runtime of the models carries the libraries of all systems; the image needs those of Linux.
RUN npm run build && npm prune --omit=dev \
    && rm -rf node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32

FROM node:22-bookworm-slim
# A browser for sources whose posts are made by scripts (docs/collector.md#browser): --build-arg BROWSER=chromium
ARG BROWSER=""
RUN if [ -n "$BROWSER" ]; then apt-get update && apt-get install -y --no-install-recommends "$BROWSER" && rm -rf /var/lib/apt/lists/*; fi
RUN mkdir -p /var/lib/otklik && chown node:node /var/lib/otklik
WORKDIR /app
ENV NODE_ENV=production \
    OTKLIK_HOST=0.0.0.0 \
    OTKLIK_PORT=8470 \
    OTKLIK_STATE_DIR=/var/lib/otklik
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/config ./config
COPY models/manifest.json ./models/
COPY models/shipped ./models/shipped
COPY scripts/healthcheck.mjs ./scripts/
# The demo town's posts are read from here: docker run otklik:local node dist/src/cli/main.js up --demo
COPY scripts/demo-town/posts ./scripts/demo-town/posts
USER node
VOLUME /var/lib/otklik
EXPOSE 8470
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["node", "scripts/healthcheck.mjs"]
CMD ["node", "dist/src/cli/main.js", "up"]
