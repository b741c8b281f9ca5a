// Paint draws the pictures of the demo shops into server/seed/pictures, where they are committed. It is run by hand when a
// shop's data or the drawing changes:
//
//	npm ci --prefix server/seed/paint && go run ./server/seed/paint
//
// With -sheet it writes a contact sheet instead, to be looked at.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gen2brain/webp"
	"golang.org/x/image/draw"

	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/seed"
)

// job is one picture to be drawn into file below the directory of pictures.
type job struct {
	file string
	draw func() *image.NRGBA
}

func main() {
	flag.StringVar(&emojiDir, "emoji", "server/seed/paint/node_modules/@lobehub/fluent-emoji-3d/assets", "directory of the 3D emoji")
	out := flag.String("out", "server/seed/pictures", "where the pictures go")
	kinds := flag.String("shops", strings.Join(seed.Kinds, ","), "which shops")
	only := flag.String("only", "", "draw only files whose name contains this")
	sheet := flag.String("sheet", "", "write one PNG with all pictures here instead")
	cell := flag.Int("cell", 200, "pixels of a picture on the contact sheet")
	flag.Parse()

	var jobs []job
	for _, kind := range strings.Split(*kinds, ",") {
		s, err := seed.Load(kind)
		if err != nil {
			fail(err)
		}
		for i := range s.Products {
			for _, shot := range s.Products[i].Shots() {
				jobs = append(jobs, job{shot.File, func() *image.NRGBA { return drawProduct(kind, &s.Products[i], shot) }})
			}
		}
		jobs = append(jobs,
			job{kind + "/logo.webp", func() *image.NRGBA { return logo(s.Name.EN, hex(s.Brand)) }},
			job{kind + "/cover.webp", func() *image.NRGBA { return cover(s.Name.EN, s.Pickup[0].Address.EN, hex(s.Brand)) }})
	}
	jobs = slices.DeleteFunc(jobs, func(j job) bool { return !strings.Contains(j.file, *only) })
	drawn := make([]*image.NRGBA, len(jobs))
	total := 0
	var mu sync.Mutex
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.NumCPU() + 1 {
		wait.Go(func() {
			for i := range next {
				img := jobs[i].draw()
				if *sheet != "" {
					small := image.NewNRGBA(image.Rect(0, 0, *cell, *cell))
					draw.CatmullRom.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
					drawn[i] = small
					continue
				}
				size := save(filepath.Join(*out, jobs[i].file), img)
				mu.Lock()
				total += size
				fmt.Printf("\r%d/%d  %-60s %d kB", i+1, len(jobs), jobs[i].file, total>>10)
				mu.Unlock()
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	wait.Wait()
	fmt.Println()
	if *sheet != "" {
		contactSheet(*sheet, *cell, drawn)
		return
	}
	noteColors(*out)
}

// noteColors writes the dominant colours of all pictures into colors.json, as an upload of each would find them.
func noteColors(dir string) {
	found, err := filepath.Glob(filepath.Join(dir, "*", "*.webp"))
	if err != nil {
		fail(err)
	}
	colors := map[string]string{}
	for _, path := range found {
		data, err := os.ReadFile(path)
		if err != nil {
			fail(err)
		}
		picture, err := media.Read(data)
		if err != nil {
			fail(err)
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			fail(err)
		}
		colors[filepath.ToSlash(name)] = picture.Color
	}
	text, err := json.MarshalIndent(colors, "", "  ")
	if err != nil {
		fail(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "colors.json"), append(text, '\n'), 0o644); err != nil {
		fail(err)
	}
}

// heaviest is how many bytes a picture had better have; one that would have more is drawn a little coarser.
const heaviest = 28 << 10

func save(path string, img *image.NRGBA) int {
	var data bytes.Buffer
	quality := 68
	for range 2 { // rice costs more bytes than a wall
		data.Reset()
		if err := webp.Encode(&data, img, webp.Options{Quality: quality, Method: 4}); err != nil {
			fail(err)
		}
		if data.Len() <= heaviest {
			break
		}
		quality = max(40, int(68*math.Pow(float64(heaviest)/float64(data.Len()), .9)))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		fail(err)
	}
	if err := os.WriteFile(path, data.Bytes(), 0o644); err != nil {
		fail(err)
	}
	return data.Len()
}

func contactSheet(path string, side int, list []*image.NRGBA) {
	cell := side + 8
	columns := max(1, 1672/cell)
	all := image.NewNRGBA(image.Rect(0, 0, columns*cell+8, (len(list)+columns-1)/columns*cell+8))
	draw.Draw(all, all.Rect, image.White, image.Point{}, draw.Src)
	for i, img := range list {
		at := image.Pt(8+i%columns*cell, 8+i/columns*cell)
		draw.Draw(all, image.Rectangle{Min: at, Max: at.Add(img.Rect.Max)}, img, image.Point{}, draw.Src)
	}
	var data bytes.Buffer
	if err := png.Encode(&data, all); err != nil {
		fail(err)
	}
	if err := os.WriteFile(path, data.Bytes(), 0o644); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
