package page_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// tab is a page in the browser, opened by one test.
type tab struct {
	*browser
	tb      testing.TB
	session string

	heard    sync.Mutex
	problems []string // errors and warnings of the console, the security policy's included
	loaded   chan struct{}
}

// hear records errors and warnings of the page.
func (t *tab) hear(event message) {
	t.heard.Lock()
	defer t.heard.Unlock()
	switch event.Method {
	case "Page.loadEventFired":
		select {
		case t.loaded <- struct{}{}:
		default:
		}
	case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded":
		t.problems = append(t.problems, string(event.Params))
	}
}

// open opens a tab of the given width and colour scheme.
func (b *browser) open(tb testing.TB, url string, width, height int, scheme string) *tab {
	tb.Helper()
	var target struct {
		TargetID string `json:"targetId"`
	}
	var attached struct {
		SessionID string `json:"sessionId"`
	}
	t := &tab{browser: b, tb: tb, loaded: make(chan struct{}, 1)}
	if err := b.call("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target); err != nil {
		tb.Fatal(err)
	}
	if err := b.call("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached); err != nil {
		tb.Fatal(err)
	}
	t.session = attached.SessionID
	b.mu.Lock()
	b.tabs[t.session] = t
	b.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log", "Accessibility"} {
		t.do(domain+".enable", nil, nil)
	}
	t.do("Emulation.setFocusEmulationEnabled", map[string]any{"enabled": true}, nil)
	t.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}, nil)
	t.emulate(scheme, "no-preference")
	t.load("Page.navigate", map[string]any{"url": url})
	return t
}

// emulate sets the visitor's preferences.
func (t *tab) emulate(scheme, motion string) {
	t.tb.Helper()
	t.do("Emulation.setEmulatedMedia", map[string]any{"features": []any{
		map[string]any{"name": "prefers-color-scheme", "value": scheme},
		map[string]any{"name": "prefers-reduced-motion", "value": motion},
	}}, nil)
}

// load runs an action that loads a page, and waits until the page is complete.
func (t *tab) load(method string, params any) {
	t.tb.Helper()
	select {
	case <-t.loaded:
	default:
	}
	t.do(method, params, nil)
	select {
	case <-t.loaded:
	case <-time.After(patience):
		t.tb.Fatal("the page does not load")
	}
}

func (t *tab) do(method string, params, result any) {
	t.tb.Helper()
	if err := t.call(t.session, method, params, result); err != nil {
		t.tb.Fatal(err)
	}
}

// eval returns the value of an expression, or of its promise, in the page.
func eval[T any](t *tab, expression string) T {
	t.tb.Helper()
	var got struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		ExceptionDetails *struct {
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	t.do("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &got)
	if got.ExceptionDetails != nil {
		t.tb.Fatalf("%s: %s", expression, got.ExceptionDetails.Exception.Description)
	}
	var value T
	if len(got.Result.Value) > 0 { // else undefined
		if err := json.Unmarshal(got.Result.Value, &value); err != nil {
			t.tb.Fatalf("%s: %v", expression, err)
		}
	}
	return value
}

// until waits until a condition holds in the page.
func (t *tab) until(condition string) {
	t.tb.Helper()
	holds := eval[bool](t, fmt.Sprintf(`new Promise((done) => {
		const end = Date.now() + 15000;
		const check = () => { const holds = Boolean(%s); holds || Date.now() > end ? done(holds) : setTimeout(check, 20); };
		check();
	})`, condition))
	if !holds {
		t.tb.Fatalf("never true: %s", condition)
	}
}

// press presses a key with the given name.
func (t *tab) press(key string) {
	t.tb.Helper()
	codes := map[string]int{"Tab": 9, "Enter": 13}
	params := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
	if key == "Enter" {
		params["text"] = "\r"
	}
	t.do("Input.dispatchKeyEvent", params, nil)
	t.do("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": codes[key]}, nil)
}

// typeText types into the focused element.
func (t *tab) typeText(text string) {
	t.tb.Helper()
	t.do("Input.insertText", map[string]any{"text": text}, nil)
}

// screenshot returns the whole page as a PNG.
func (t *tab) screenshot() []byte {
	t.tb.Helper()
	var got struct {
		Data string `json:"data"`
	}
	t.do("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true, "optimizeForSpeed": false}, &got)
	raw, err := base64.StdEncoding.DecodeString(got.Data)
	if err != nil {
		t.tb.Fatal(err)
	}
	return raw
}

// wantNoProblems fails if the page had errors or warnings.
func (t *tab) wantNoProblems() {
	t.tb.Helper()
	t.heard.Lock()
	defer t.heard.Unlock()
	if len(t.problems) > 0 {
		t.tb.Errorf("the console says:\n%s", strings.Join(t.problems, "\n"))
	}
}
