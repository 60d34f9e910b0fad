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

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

var screenshots = flag.String("screenshots", "", "folder to write screenshots of the page to")

// TestScreenshots takes pictures of the page (make screenshots). The README shows one of them.
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
	rich := busyTenant(t)
	for _, width := range []int{1280, 390} {
		for _, scheme := range []string{"light", "dark"} {
			at := fmt.Sprintf("-%d-%s", width, scheme)
			for name, page := range map[string]string{
				"rich": "/", "filtered": "/?api=https://catalog.example.com/&scope=read", "application": detailsOf + dashboards,
				"why-not": detailsOf + dashboards + "&audience=https://analytics.example.com/&scope=read:visits+openid&connection=okta-staff",
				"why":     detailsOf + inbox + "&audience=https://orders.example.com/&scope=read:orders",
			} {
				write(name+at, chromium(t).open(t, rich.url+page, width, 800, scheme).screenshot())
			}
			picturesOfLogins(t, width, scheme, func(name string, raw []byte) { write("login-"+name+at, raw) })
		}
		for name, seed := range map[string]*emulator.Seed{"empty": nil, "many": manyApplications(300)} {
			write(fmt.Sprintf("%s-%d", name, width), chromium(t).open(t, newSite(t, seed).url, width, 800, "light").screenshot())
		}
	}
	write("readme", small(t, chromium(t).open(t, busyTenant(t).url, 1280, 900, "light").screenshot(), 900))
}

// picturesOfLogins takes a picture of every page of a login.
func picturesOfLogins(t *testing.T, width int, scheme string, write func(name string, raw []byte)) {
	t.Helper()
	s := loginSite(t)
	const many = "&scope=read:visits+read:sales+read:funnels+read:cohorts+read:segments+read:campaigns+offline_access"
	tab := chromium(t).open(t, s.authorize(inbox, "https://orders.example.com/")+"&scope=read:orders", width, 800, scheme)
	write("connections", tab.screenshot())
	tab.logInWith("wrong", "Inbox assistant")
	write("refused", tab.screenshot())
	tab.logIn("Inbox assistant")
	write("consent", tab.screenshot())
	tab.click("Decline")
	write("error", tab.screenshot())
	tab.load("Page.navigate", map[string]any{"url": s.authorize(dashboards, "https://analytics.example.com/") + many})
	write("organization", tab.screenshot())
	tab.click("Continue")
	write("consent-many", tab.screenshot())
	tab.load("Page.navigate", map[string]any{"url": s.authorize(inbox, "https://orders.example.com/") + "&connection=okta-staff"})
	write("error-early", tab.screenshot())
}

// small returns the top of a picture, with the given height, as a small PNG.
func small(tb testing.TB, raw []byte, height int) []byte {
	tb.Helper()
	whole, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		tb.Fatal(err)
	}
	top := image.NewRGBA(image.Rect(0, 0, whole.Bounds().Dx(), height))
	draw.Draw(top, top.Bounds(), whole, image.Point{}, draw.Src)
	for i, shade := range top.Pix {
		top.Pix[i] = shade&^7 | shade>>5 // the difference is invisible, and the file gets smaller
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, top); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}
