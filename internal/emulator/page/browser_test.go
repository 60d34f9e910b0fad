package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The page shows changes of the tenant without a reload, and does not disturb a visitor who reads or types.
func TestLive(t *testing.T) {
	t.Parallel()
	s := busyTenant(t)
	tab := chromium(t).open(t, s.url, 1280, 400, "light")
	eval[any](tab, `{
		window.sameDocument = true;
		window.row = document.querySelector("#request-15");
		window.details = document.querySelector("details");
		window.details.open = true;
		document.querySelector("#filter").focus({ preventScroll: true });
		scrollTo(0, 700);
	}`)
	tab.until(`scrollY === 700 && (window.read = document.elementFromPoint(200, 200).closest("tr"))`)
	top := eval[float64](tab, `window.read.getBoundingClientRect().top`)
	if status := s.send("POST", "/api/v2/clients", `{"name":"Newcomer &amp; friends","app_type":"spa","is_first_party":false,"third_party_security_mode":"strict"}`); status != 201 {
		t.Fatalf("status %d", status)
	}
	s.send("GET", "/api/v2/clients/nothing", "")
	tab.until(`document.querySelector("#application-list tbody tr").innerText.includes("Newcomer &amp; friends")`)
	tab.until(`document.querySelector("#request-list tbody tr").innerText.includes("nothing")`)
	for expression, want := range map[string]string{
		`document.querySelector("#request-list tbody tr").innerText.replaceAll(/\s+/g, " ").replace(/^\S+ /, "").replace(/ \d+ ?$/, "")`: "GET /api/v2/clients/nothing 404",
		`document.querySelector("#sections").innerText.match(/Applications \d+/)[0]`:                                                     "Applications 7",
		`document.querySelector("#updates").innerText`:                                                                                   "Live",
		`document.activeElement.id`: "filter",
		`String(window.sameDocument && window.row === document.querySelector("#request-15"))`: "true",
		`String(window.details.open && window.details.isConnected)`:                           "true",
	} {
		if got := eval[string](tab, expression); got != want {
			t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
	if now := eval[float64](tab, `window.read.getBoundingClientRect().top`); now < top-2 || now > top+2 {
		t.Errorf("what was read at %v is now at %v", top, now)
	}
	if animations := eval[int](tab, `document.getAnimations().length`); animations == 0 {
		t.Error("nothing shows what is new")
	}
	tab.emulate("light", "reduce")
	tab.until(`document.getAnimations().length === 0`)
	s.send("GET", "/api/v2/clients/still", "")
	tab.until(`document.querySelector("#request-list").innerText.includes("/api/v2/clients/still")`)
	if animations := eval[int](tab, `document.getAnimations().length`); animations != 0 {
		t.Errorf("%d animations for a visitor who wants none", animations)
	}
	tab.wantNoProblems()
}

func TestFilter(t *testing.T) {
	t.Parallel()
	s := newSite(t, manyApplications(300))
	tab := chromium(t).open(t, s.url, 390, 800, "light")
	shown := `[...document.querySelectorAll("#application-list tbody bdi")].map((name) => name.innerText).join()`
	eval[any](tab, `{ window.sameDocument = true; document.querySelector("#filter").focus(); }`)
	tab.typeText("agent 00012")
	tab.until(shown + ` === "Agent 00012"`)
	tab.until(`document.querySelector("#access-list").innerText.includes("Agent 00012")`)
	for expression, want := range map[string]string{
		`document.querySelector("#matches").innerText`:                   "1 application matches",
		`document.activeElement.id`:                                      "filter",
		`location.search`:                                                "?q=agent+00012",
		`String(window.sameDocument)`:                                    "true",
		`String(document.querySelectorAll("#access-list tbody").length)`: "1",
	} {
		if got := eval[string](tab, expression); got != want {
			t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
	tab.load("Page.reload", nil)
	tab.until(shown + ` === "Agent 00012" && document.querySelector("#filter").value === "agent 00012"`)
	eval[any](tab, `{ const filter = document.querySelector("#filter"); filter.value = ""; filter.dispatchEvent(new Event("input", { bubbles: true })); }`)
	tab.until(`document.querySelectorAll("#application-list tbody tr").length === 50`)
	eval[any](tab, `{ const api = document.querySelector("#filter-api"); api.value = "https://orders.example.com/"; api.dispatchEvent(new Event("input", { bubbles: true })); }`)
	tab.until(`location.search.startsWith("?api=") && document.querySelector("#matches").innerText === "300 applications match"`)
	tab.wantNoProblems()
}

// Everything can be reached without a mouse.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	s := busyTenant(t)
	tab := chromium(t).open(t, s.url, 1280, 800, "dark")
	focus := `(document.activeElement.matches("select") ? document.activeElement.id : document.activeElement.innerText || document.activeElement.id).trim()`
	want := []string{
		"Skip to content", "Pause", "Access", "Applications 6", "Default permissions", "Connections 3", "Registration on", "Organizations 2",
		"Rate limit", "Requests 15", "filter", "filter-api", "filter-scope", "Filter", "3 more",
	}
	var reached []string
	for range want {
		tab.press("Tab")
		reached = append(reached, eval[string](tab, focus))
		if outlined := eval[bool](tab, `getComputedStyle(document.activeElement).outlineStyle === "solid" && document.activeElement.getBoundingClientRect().top >= 0`); !outlined {
			t.Errorf("the focus on %q cannot be seen", reached[len(reached)-1])
		}
	}
	if !slices.Equal(reached, want) {
		t.Errorf("the tabulator leads to %q, want %q", reached, want)
	}

	eval[any](tab, `document.activeElement.blur()`)
	tab.load("Page.reload", nil)
	tab.press("Tab")
	tab.press("Enter")
	tab.until(`document.activeElement.id === "content"`)

	eval[any](tab, `document.querySelector("#pause").focus()`)
	tab.press("Enter")
	tab.until(`document.querySelector("#updates").innerText === "Paused" && document.activeElement.innerText === "Resume"`)
	s.send("GET", "/api/v2/clients/while-paused", "")
	tab.press("Enter")
	tab.until(`document.querySelector("#updates").innerText === "Live" && document.querySelector("#request-list").innerText.includes("while-paused")`)
	tab.wantNoProblems()
}

// The page says when the emulator has stopped.
func TestLost(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	tab := chromium(t).open(t, s.url, 390, 800, "light")
	s.stop()
	tab.until(`document.querySelector("#updates").innerText === "The emulator does not answer"`)
	if got := eval[string](tab, `document.querySelector("#updates").getAttribute("role")`); got != "status" {
		t.Errorf("screen readers are not told: %q", got)
	}
}

// contrasts returns the texts whose contrast with their background is too low for WCAG level AA.
const contrasts = `(() => {
	const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
	const paint = (...colors) => {
		pixel.clearRect(0, 0, 1, 1);
		for (const color of colors) { pixel.fillStyle = color; pixel.fillRect(0, 0, 1, 1); }
		return pixel.getImageData(0, 0, 1, 1).data;
	};
	const luminance = (data) => {
		const [r, g, b] = [...data].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const low = [];
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let text; (text = texts.nextNode());) {
		if (!text.data.trim()) continue;
		const grounds = [];
		for (let e = text.parentElement; e; e = e.parentElement) grounds.unshift(getComputedStyle(e).backgroundColor);
		const color = getComputedStyle(text.parentElement).color;
		const [a, b] = [luminance(paint("white", ...grounds)), luminance(paint("white", ...grounds, color))];
		const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (contrast < 4.5) low.push(contrast.toFixed(2) + " " + text.data.trim());
	}
	return [...new Set(low)].join("\n");
})()`

// The page fits, is readable and is accessible, at each size and in each colour scheme.
func TestLook(t *testing.T) {
	t.Parallel()
	for _, width := range []int{1280, 390} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%d %s", width, scheme), func(t *testing.T) {
				t.Parallel()
				s := busyTenant(t)
				tab := chromium(t).open(t, s.url, width, 800, scheme)
				if got := eval[string](tab, contrasts); got != "" {
					t.Errorf("hard to read:\n%s", got)
				}
				if dark := eval[bool](tab, `getComputedStyle(document.body).backgroundColor === "rgb(18, 20, 24)"`); dark != (scheme == "dark") {
					t.Errorf("the page is dark: %v", dark)
				}
				if got := eval[int](tab, `document.documentElement.scrollWidth`); got > width {
					t.Errorf("the page is %d pixels wide", got)
				}
				var tree struct {
					Nodes []struct {
						Ignored bool
						Role    struct{ Value string }
						Name    struct{ Value string }
					}
				}
				tab.do("Accessibility.getFullAXTree", nil, &tree)
				names := map[string][]string{}
				for _, node := range tree.Nodes {
					if role := node.Role.Value; !node.Ignored {
						names[role] = append(names[role], node.Name.Value)
					}
				}
				for _, role := range []string{"link", "button", "searchbox", "meter", "table", "region", "columnheader", "rowheader"} {
					if len(names[role]) == 0 || slices.Contains(names[role], "") {
						t.Errorf("of the role %s there are %q", role, names[role])
					}
				}
				want := []string{
					"Access of third-party applications to APIs", "Third-party applications", "Default permissions of APIs for third-party applications",
					"Connections", "Organizations", "Last changes", "Last requests",
				}
				if !slices.Equal(names["table"], want) {
					t.Errorf("the tables are %q", names["table"])
				}
				for role, count := range map[string]int{"main": 1, "banner": 1, "navigation": 1, "search": 1, "status": 2} {
					if len(names[role]) != count {
						t.Errorf("of the role %s there are %q", role, names[role])
					}
				}
				tab.wantNoProblems()
				if strings.Contains(eval[string](tab, `document.querySelector("#reload").checkVisibility() + ""`), "true") {
					t.Error("the link to reload is there although the page does so itself")
				}
			})
		}
	}
}
