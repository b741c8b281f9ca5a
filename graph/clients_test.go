package graph_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// The clients of others find the protocols as they know them: all audits of graphql-http, graphql-sse, graphql-ws.
func TestClientsOfOthers(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	_, who := s.shopper(s.World)
	o := s.Place(who, shoptest.Want(s.Variant("Choy", 100_00, 3), 1))
	token := strings.TrimPrefix(boss.headers["Authorization"], "Bearer ")
	run := exec.CommandContext(t.Context(), "node", "tools/protocol.mjs", s.url, token, o.GlobalID().String())
	run.Dir = "../webapp"
	var faults bytes.Buffer
	run.Stderr = &faults
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v: needs Node and its packages, `npm ci --prefix webapp`\n%s\n%s", err, out, &faults)
	}
	audits, clients := 0, 0
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var check struct {
			Name, Detail string
			OK           bool
		}
		s.Must(json.Unmarshal(lines.Bytes(), &check))
		if !check.OK {
			t.Errorf("%s: %s", check.Name, check.Detail)
		}
		if strings.HasPrefix(check.Name, "audit ") {
			audits++
		} else {
			clients++
		}
	}
	if audits != 61 || clients != 13 {
		t.Errorf("%d audits and %d checks by clients were made, want 61 and 13", audits, clients)
	}
	if n := strings.Count(s.logs.String(), "level=ERROR"); n > 0 {
		t.Errorf("%s", s.logs)
	}
}
