package page_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var screenshots = flag.String("screenshots", "", "folder to write screenshots of the page to")

// TestScreenshots writes what the page looks like, for people to look at: make screenshots. The README shows one of
// them.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	if *screenshots == "" {
		t.Skip("no folder is given with -screenshots")
	}
	if err := os.MkdirAll(*screenshots, 0o750); err != nil {
		t.Fatal(err)
	}
	write := func(name string, raw []byte) {
		if err := os.WriteFile(filepath.Join(*screenshots, name+".png"), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, path := range map[string]string{"application": detailsOf + dashboards} {
		site := busyTenant(t)
		for _, width := range []int{1280, 390} {
			for _, scheme := range []string{"light", "dark"} {
				write(fmt.Sprintf("%s-%d-%s", name, width, scheme), chromium(t).open(t, site.url+path, width, 800, scheme).screenshot())
			}
		}
	}
	for name, site := range map[string]*site{"rich": busyTenant(t), "empty": newSite(t, nil), "many": newSite(t, manyApplications(300))} {
		for _, width := range []int{1280, 390} {
			for _, scheme := range []string{"light", "dark"} {
				if name != "rich" && scheme == "dark" {
					continue
				}
				tab := chromium(t).open(t, site.url, width, 800, scheme)
				write(fmt.Sprintf("%s-%d-%s", name, width, scheme), tab.screenshot())
			}
		}
	}
	write("readme", small(t, chromium(t).open(t, busyTenant(t).url, 1280, 900, "light").screenshot(), 900))
}

// small is the top of a picture, so many pixels high, in as few bytes as PNG takes.
func small(tb testing.TB, raw []byte, height int) []byte {
	tb.Helper()
	whole, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		tb.Fatal(err)
	}
	top := image.NewRGBA(image.Rect(0, 0, whole.Bounds().Dx(), height))
	draw.Draw(top, top.Bounds(), whole, image.Point{}, draw.Src)
	for i, shade := range top.Pix {
		top.Pix[i] = shade&^7 | shade>>5 // nobody sees the difference, and less is left to write down
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, top); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}
