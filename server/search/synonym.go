package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
)

// Limits of a store's synonyms.
const (
	maxGroups = 500
	maxTerms  = 20
	maxTerm   = 60
)

// synonyms are the groups of a SynonymSet.
type synonyms [][]string

// SynonymSet is the synonyms of a store.
type SynonymSet struct {
	bun.BaseModel `bun:"table:search_synonyms,alias:syn"`

	StoreID   int64      `bun:"store_id,pk"`
	Groups    [][]string `bun:"groups,type:jsonb"` // words and short phrases, as typed, that shoppers use for one thing
	Version   int        `bun:"version"`
	UpdatedAt time.Time  `bun:"updated_at"`
}

// SynonymsOf reads the synonyms of a store; of one that has set none, an empty set of version 0.
func SynonymsOf(ctx context.Context, q bun.IDB, storeID int64) (*SynonymSet, error) {
	set := &SynonymSet{StoreID: storeID, Groups: [][]string{}}
	err := q.NewSelect().Model(set).Where("store_id = ?", storeID).Scan(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("synonyms of store %d: %w", storeID, err)
	}
	return set, nil
}

// SetSynonyms replaces the synonyms of a store. Groups of one term and terms that are said twice are put right silently.
// expected, unless nil, is the version that the caller has seen.
// Errors: TOO_MANY, TOO_LONG, INVALID for a term without letters, all below "input"; STALE_VERSION.
func SetSynonyms(ctx context.Context, tx *db.Tx, storeID int64, groups [][]string, expected *int, now time.Time) (*SynonymSet, error) {
	var faults fault.List
	if len(groups) > maxGroups {
		return nil, fault.New(fault.TooMany, "input", "groups").With("max", maxGroups)
	}
	clean := [][]string{}
	for i, group := range groups {
		at := input.At(i, "input", "groups")
		if len(group) > maxTerms {
			faults.Add(fault.New(fault.TooMany, at...).With("max", maxTerms))
			continue
		}
		var terms []string
		seen := map[string]bool{}
		for j, term := range group {
			here := input.At(j, at...)
			term, f := input.Text(strings.Join(strings.Fields(term), " "), maxTerm, here...)
			folded := Fold(term)
			switch {
			case f != nil:
				faults.Add(f)
			case folded == "":
				faults.Add(fault.New(fault.Invalid, here...))
			case !seen[folded]:
				seen[folded] = true
				terms = append(terms, term)
			}
		}
		if len(terms) > 1 {
			clean = append(clean, terms)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	// The row is locked from here on, made if need be: two who write at once see each other's version.
	_, err := tx.NewInsert().Model(&SynonymSet{StoreID: storeID, Groups: [][]string{}, UpdatedAt: now}).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("synonyms of store %d: %w", storeID, err)
	}
	set := new(SynonymSet)
	if err := tx.NewSelect().Model(set).Where("store_id = ?", storeID).For("UPDATE").Scan(ctx); err != nil {
		return nil, fmt.Errorf("synonyms of store %d: %w", storeID, err)
	}
	if expected != nil && *expected != set.Version {
		return nil, fault.New(fault.StaleVersion, "input", "expectedVersion")
	}
	set.Groups, set.Version, set.UpdatedAt = clean, set.Version+1, now
	if _, err := tx.NewUpdate().Model(set).WherePK().Exec(ctx); err != nil {
		return nil, fmt.Errorf("synonyms of store %d: %w", storeID, err)
	}
	return set, nil
}

// at finds the longest term that the words begin with, in any of its forms, and gives what its groups have besides, and how
// many words it has; none and 0 when there is none.
func (s synonyms) at(words []string) (forms []form, length int) {
	for _, group := range s {
		folded := make([][]string, len(group))
		for i, term := range group {
			folded[i] = strings.Fields(Fold(term))
		}
		for i, term := range folded {
			if len(term) > len(words) || len(term) < length || !slices.EqualFunc(term, words[:len(term)], isKin) {
				continue
			}
			if len(term) > length {
				forms, length = nil, len(term)
			}
			for j, other := range folded {
				if j != i || len(term) > 1 {
					forms = append(forms, form{other, true})
				}
			}
		}
	}
	return forms, length
}
