// Package page renders the page that shows a tenant in a browser. It renders a [View], which the emulator fills in. A
// small script requests the page again to keep it up to date.
//
// Without the script, everything except updates works. Nothing is loaded from other hosts and nothing is inline, so
// that the content security policy can be strict, because people outside the tenant chose some names on the page.
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

// segment matches the parts of an address between which a line may break: after a separator, or before a dot.
var segment = regexp.MustCompile(`(?:^[/?&=]+)?\.?(?:[^/?&=.%]|%2[^Ff]|%[^2])+(?:[/?&=]+|(?:%2[Ff])+)?` +
	`|[/?&=]+|(?:%2[Ff])+|.`)

// segments splits an address into parts that are not broken.
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
	_, _ = w.Write(out.Bytes()) // the browser has gone away
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
