# One image for all roles: docker run otklik:local node dist/src/cli/main.js crawl | work | serve | up
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV ONNXRUNTIME_NODE_INSTALL=skip PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
# First what changes rarely: the dependencies stay in their layer while the source changes.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev && mkdir -p config models

FROM node:22-bookworm-slim
# Chromium for sources that need a browser; without it (--build-arg WITH_CHROMIUM=no) the image is about 400 MB smaller.
ARG WITH_CHROMIUM=yes
RUN if [ "$WITH_CHROMIUM" = yes ]; then \
      apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core && rm -rf /var/lib/apt/lists/*; \
    fi && \
    mkdir -p /var/lib/otklik && chown node:node /var/lib/otklik
WORKDIR /app
ENV NODE_ENV=production \
    OTKLIK_HOST=0.0.0.0 \
    OTKLIK_PORT=8470 \
    OTKLIK_STATE_DIR=/var/lib/otklik \
    OTKLIK_CHROMIUM=/usr/bin/chromium
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/config ./config
COPY --from=build /app/models ./models
COPY scripts/healthcheck.mjs ./scripts/
USER node
VOLUME /var/lib/otklik
EXPOSE 8470
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["node", "scripts/healthcheck.mjs"]
CMD ["node", "dist/src/cli/main.js", "up"]
