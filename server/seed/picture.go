package seed

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/dokon-shop/dokon/server/media"
)

// The pictures are drawn by `go run ./server/seed/paint` and committed, so that a start needs neither the emoji set nor the
// minute it takes to draw them.
//
//go:embed pictures
var pictures embed.FS

// Shot is one picture of a product.
type Shot struct {
	File  string // below pictures/
	Value string // code of the option value (a colour, a shade) it shows; empty when it shows the product
}

// Shots are the product's pictures in their order: one for each colour, else one whole; then a close one.
func (p *Product) Shots() []Shot {
	name := func(what string) string { return path.Join(p.shop.Kind, p.Slug+"."+what+".webp") }
	var shots []Shot
	for _, c := range p.Choices() {
		if c.Option.Display != "SWATCH" {
			continue
		}
		for _, v := range c.Values {
			shots = append(shots, Shot{File: name(v), Value: v})
		}
	}
	if len(shots) == 0 {
		shots = append(shots, Shot{File: name("whole")})
	}
	return append(shots, Shot{File: name("close")})
}

// Picture gives a shot as media keeps it.
func (s Shot) Picture() (*media.Picture, error) {
	data, err := pictures.ReadFile(path.Join("pictures", s.File))
	if err != nil {
		return nil, err
	}
	colors, err := colors()
	if err != nil {
		return nil, err
	}
	picture, err := media.Ready(data, colors[s.File])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.File, err)
	}
	return picture, nil
}

// colors are the dominant colours of all pictures by file, found when they were drawn.
var colors = sync.OnceValues(func() (byFile map[string]string, err error) {
	data, err := pictures.ReadFile("pictures/colors.json")
	if err != nil {
		return nil, err
	}
	return byFile, json.Unmarshal(data, &byFile)
})

// Swatch is the colour of the shot's value, "" when it shows none.
func (p *Product) Swatch(s Shot) string {
	for _, c := range p.Choices() {
		if v, ok := c.Option.Values[s.Value]; ok && c.Option.Display == "SWATCH" {
			return v.Swatch
		}
	}
	return ""
}

// Drawing splits Art into its form and parameters: "dress sleeve=long" is "dress" and {"sleeve": "long"}. A value may stand
// in double quotes to hold spaces.
func (p *Product) Drawing() (form string, with map[string]string) {
	with = map[string]string{}
	quoted := false
	words := strings.FieldsFunc(p.Art, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
	for _, word := range words {
		if key, value, ok := strings.Cut(word, "="); ok {
			with[key] = strings.Trim(value, `"`)
		} else {
			form = word
		}
	}
	return form, with
}
