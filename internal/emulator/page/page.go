// Package page is what a person sees of a tenant in a browser: one page, rendered here from a [View] and kept up to
// date by a small script that asks for it again. It knows nothing of the emulator, which fills in the view.
//
// Everything works without the script but the updates. Nothing is loaded from elsewhere, and nothing is inline, so that
// the content security policy can be strict: names on the page were chosen by people the tenant does not know.
package page

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"regexp"
)

// Assets is the path below which the page finds its style sheet, script and icon, as [ServeAsset] serves them.
const Assets = "/__emulator/page/"

//go:embed page.html.tmpl
var source string

//go:embed page.css page.js icon.svg
var assets embed.FS

var parsed = template.Must(template.New("page").Funcs(template.FuncMap{"segments": segments}).Parse(source))

// segment is the longest part of an address that is not broken: it ends behind characters that separate, or before a
// dot.
var segment = regexp.MustCompile(`(?:^[/?&=]+)?\.?(?:[^/?&=.%]|%2[^Ff]|%[^2])+(?:[/?&=]+|(?:%2[Ff])+)?` +
	`|[/?&=]+|(?:%2[Ff])+|.`)

// segments parts an address into what is not broken.
func segments(address string) []string { return segment.FindAllString(address, -1) }

// Serve answers with the page.
func Serve(w http.ResponseWriter, view View) { render(w, parsed, view) }

func render(w http.ResponseWriter, page *template.Template, view any) {
	var out bytes.Buffer
	if err := page.Execute(&out, view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	protect(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(out.Bytes()) // a browser that has gone away cannot be told
}

// ServeAsset answers with the file that the request names by the path value "file".
func ServeAsset(w http.ResponseWriter, r *http.Request) {
	protect(w)
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, assets, r.PathValue("file")) //nolint:gosec // all of the file system is to be served
}

func protect(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "no-referrer")
}
