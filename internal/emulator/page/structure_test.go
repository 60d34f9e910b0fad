package page_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// Screen readers can navigate the page.
func TestStructure(t *testing.T) {
	t.Parallel()
	s := busyTenant(t)
	raw, _ := s.get("/")
	page := parse(t, raw)
	for _, name := range []string{"h1", "main", "header", "nav"} {
		if got := len(elements(page, name)); got != 1 {
			t.Errorf("%d %s", got, name)
		}
	}
	if language := attribute(elements(page, "html")[0], "lang"); language != "en" {
		t.Errorf("the language is %q", language)
	}
	ids := map[string]bool{}
	for _, element := range elements(page, "") {
		if id := attribute(element, "id"); id != "" && ids[id] {
			t.Errorf("the id %s is there twice", id)
		} else {
			ids[id] = true
		}
	}
	for _, link := range elements(page, "a") {
		if target, inside := strings.CutPrefix(attribute(link, "href"), "#"); inside && !ids[target] {
			t.Errorf("a link leads to %s, which is not there", target)
		}
	}
	if first := elements(page, "a")[0]; words(first) != "Skip to content" {
		t.Errorf("the first link is %q", words(first))
	}
	for _, section := range elements(page, "section") {
		if label := attribute(section, "aria-labelledby"); !ids[label] {
			t.Errorf("a section is labelled by %q", label)
		}
	}
	for _, table := range elements(page, "table") {
		if first := elements(table, "")[0]; first.Data != "caption" {
			t.Errorf("a table begins with %s", first.Data)
		}
		for _, head := range elements(table, "th") {
			if attribute(head, "scope") == "" {
				t.Errorf("the head %q has no scope", words(head))
			}
		}
	}
	for _, element := range elements(page, "") {
		if attribute(element, "aria-live") != "" || (attribute(element, "role") == "status" && len(elements(element, "")) > 0) {
			t.Errorf("screen readers are told of all that %s holds", attribute(element, "id"))
		}
	}
}

// Of hundreds of applications the page shows some, all of them on demand, and the filter finds any of them.
func TestManyApplications(t *testing.T) {
	t.Parallel()
	const count = 300
	s := newSite(t, manyApplications(count))
	for path, want := range map[string]struct {
		shown        int
		first, said  string
		rest, access string
	}{
		"/":                  {50, "Agent 00299", "", "50 of 300 applications are shown. Show all", "50 of 300 applications are shown. Show all"},
		"/?all=1":            {300, "Agent 00299", "", "", ""},
		"/?q=agent+00007":    {1, "Agent 00007", "1 application matches", "", ""},
		"/?q=AGENT+dcr":      {50, "Agent 00299", "300 applications match", "50 of 300 applications are shown. Show all", "50 of 300 applications are shown. Show all"},
		"/?q=permissive":     {0, "", "0 applications match", "No application matches.", "No application matches."},
		"/?all=1&q=TPC_0001": {10, "Agent 00019", "10 applications match", "", ""},
	} {
		raw, _ := s.get(path)
		page := parse(t, raw)
		list := byID(t, page, "application-list")
		got := rows(list)
		if len(got) != want.shown || (want.shown > 0 && !strings.HasPrefix(got[0], want.first)) {
			t.Errorf("%s: %d applications, %.1q", path, len(got), got)
		}
		if got := words(byID(t, page, "matches")); got != want.said {
			t.Errorf("%s: says %q, want %q", path, got, want.said)
		}
		if got := words(list); !strings.HasSuffix(got, want.rest) || (want.rest == "" && strings.Contains(got, "Show all")) {
			t.Errorf("%s: the list ends with %q", path, got[max(0, len(got)-80):])
		}
		if got := words(byID(t, page, "access-list")); !strings.HasSuffix(got, want.access) {
			t.Errorf("%s: access ends with %q", path, got[max(0, len(got)-80):])
		}
	}
	raw, _ := s.get("/?q=agent")
	if link := `href="?all=1&amp;q=agent#applications"`; !strings.Contains(raw, link) {
		t.Errorf("no %s", link)
	}
}

// Other paths are answered as by the tenant.
func TestOtherPaths(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, path := range []string{"/index.html", "/page.css", "/__emulator/page/", "/__emulator/page/page.html.tmpl", "/__emulator/page/nothing"} {
		if body, response := s.get(path); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
	response, err := loopback.Client.Head(s.url + "/")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("HEAD /: %v, %v", response, err)
	}
	response, err = loopback.Client.Post(s.url+"/", "text/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := fmt.Sprint(response.StatusCode, " ", response.Header.Get("Content-Type")); got != "501 application/json; charset=utf-8" {
		t.Errorf("POST /: %s", got)
	}
}
