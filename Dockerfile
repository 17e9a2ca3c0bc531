# The official Directus image with our extension, schema and seeds.
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY scripts scripts
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY extensions extensions
RUN npm run build

FROM directus/directus:11.17.4
WORKDIR /directus
COPY --chown=node:node package.json schema-snapshot.yaml /wangge/
COPY --chown=node:node seeds /wangge/seeds
COPY --chown=node:node extensions/wangge/package.json /wangge/extensions/wangge/package.json
COPY --chown=node:node extensions/wangge/sql /wangge/extensions/wangge/sql
COPY --chown=node:node --from=build /build/extensions/wangge/dist /wangge/extensions/wangge/dist
# The type of the paper ledgers.
COPY --chown=node:node --from=build /build/node_modules/@expo-google-fonts/noto-sans-sc/400Regular /wangge/node_modules/@expo-google-fonts/noto-sans-sc/400Regular
COPY --chown=node:node --from=build /build/node_modules/@expo-google-fonts/noto-sans-sc/700Bold /wangge/node_modules/@expo-google-fonts/noto-sans-sc/700Bold
# Directus looks there for custom migrations; there are none on purpose.
COPY --chown=node:node scripts/start/no-migrations /wangge/no-migrations
# Cookies that follow from PUBLIC_URL.
COPY --chown=node:node scripts/start/cookies.mjs /wangge/cookies.mjs
ENV NODE_OPTIONS="--import /wangge/cookies.mjs" \
    WANGGE_COOKIES=container \
    WANGGE_HOME=/wangge \
    EXTENSIONS_PATH=/wangge/extensions \
    MIGRATIONS_PATH=/wangge/no-migrations
# The stock command bootstraps in every replica; here the one-shot "setup" service does it once.
CMD ["node", "cli.js", "start"]
