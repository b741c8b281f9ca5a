package search

import (
	"context"
	"strings"

	"github.com/uptrace/bun"
)

// Complete gives queries that begin with what is typed, the last word completed by the words that most products have, as
// the shop writes them. Nothing for a prefix without words.
func Complete(ctx context.Context, q bun.IDB, storeID int64, prefix string, limit int) ([]string, error) {
	completed := []string{}
	typed := strings.Fields(prefix)
	all := words(prefix)
	if len(all) == 0 {
		return completed, nil
	}
	last := all[len(all)-1]
	found, _, err := beginning(ctx, q, storeID, []string{last}, limit)
	if err != nil {
		return nil, err
	}
	before := strings.Join(typed[:len(typed)-1], " ")
	for _, k := range found {
		completed = append(completed, strings.TrimSpace(before+" "+k.spelled(isCyrillic(prefix))))
	}
	return completed, nil
}
