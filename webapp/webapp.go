// Package webapp carries the built frontends inside the server's binary. `make build` fills dist; without it the server
// says so on the pages instead of serving nothing.
package webapp

import "embed"

// Dist holds dist/miniapp, dist/admin and dist/playground as vite built them.
//
//go:embed all:dist
var Dist embed.FS

// Documents is the manifest of all documents that the pages send, by hash, as `npm run codegen` wrote it.
//
//go:embed packages/gql/persisted-documents.json
var Documents []byte
