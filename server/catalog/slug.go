package catalog

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/search"
)

var (
	// codeForm is a slug or a code: lower-case letters and digits with single dashes between them.
	codeForm = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9])*$`)
	notCode  = regexp.MustCompile(`[^a-z0-9]+`)
	// numberAtEnd is what freeSlug appends.
	numberAtEnd = regexp.MustCompile(`-[0-9]+$`)
)

const maxSlug = 80

func checkSlug(s string, path ...string) *fault.Error {
	if len(s) > maxSlug {
		return fault.New(fault.TooLong, path...).With("max", maxSlug)
	}
	if !codeForm.MatchString(s) {
		return fault.New(fault.Invalid, path...)
	}
	return nil
}

// slugOf makes an address part of a name: "Koʻylak, qora" → "koylak-qora".
func slugOf(name lang.Text) string {
	s := strings.Trim(notCode.ReplaceAllString(search.Fold(name.In(lang.UzLatn, []lang.Lang{lang.EN})), "-"), "-")
	if len(s) > maxSlug-4 {
		s = strings.Trim(s[:maxSlug-4], "-")
	}
	if s == "" {
		return "x"
	}
	return s
}

// freeSlug is the wished slug, or the first of wished-2, wished-3 … that nobody has. The unique constraint stays the judge
// of two who ask at once.
func freeSlug(ctx context.Context, q bun.IDB, storeID int64, table, wished string) (string, error) {
	var taken []string
	err := q.NewSelect().TableExpr("?", bun.Ident(table)).Column("slug").Where("store_id = ?", storeID).
		WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
			return s.Where("slug = ?", wished).WhereOr("slug LIKE ?", wished+"-%")
		}).Scan(ctx, &taken)
	if err != nil {
		return "", fmt.Errorf("slugs like %s: %w", wished, err)
	}
	used := make(map[string]bool, len(taken))
	for _, t := range taken {
		used[t] = true
	}
	slug := wished
	for n := 2; used[slug]; n++ {
		slug = fmt.Sprintf("%s-%d", wished, n)
	}
	return slug, nil
}
