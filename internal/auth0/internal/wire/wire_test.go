package wire_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

type thing struct {
	ID    string            `json:"id"`
	Names wire.List[string] `json:"names"`
	Texts wire.Metadata     `json:"texts"`
	Inner *struct {
		Size *int64 `json:"size"`
	} `json:"inner"`
}

func (t thing) Key() string { return t.ID }

func TestDecodePage(t *testing.T) {
	t.Parallel()
	total := 7
	for name, test := range map[string]struct {
		page string
		want wire.Page[thing]
	}{
		"ordinary": {
			`{"start":0,"things":[{"id":"a","names":["x","x"]},{"id":"b"}],"next":"n","total":7,"other":[{"things":[1]}]}`,
			wire.Page[thing]{Items: []thing{{ID: "a", Names: wire.List[string]{"x"}}, {ID: "b"}}, Next: "n", Total: &total},
		},
		"odd items between others": {
			`{"things": [ {"id":"a","names":[null,"x",7]} , 7, null, [], {"id":5,"inner":{"size":"9"}},{"names":[]}, {"id":"b","texts":{"k":null,"e":""}} ]}`,
			wire.Page[thing]{Items: []thing{
				{ID: "a", Names: wire.List[string]{"x", "7"}}, {ID: "5", Inner: innerOf(9)}, {ID: "b", Texts: wire.Metadata{"e": ""}},
			}, Nameless: 4},
		},
		"nothing":           {`{"things":[]}`, wire.Page[thing]{}},
		"null for the rest": {`{"things":[],"next":null,"total":null}`, wire.Page[thing]{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := wire.DecodePage[thing]([]byte(test.page), "things")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("page (-want +got):\n%s", diff)
			}
		})
	}
}

func innerOf(size int64) *struct {
	Size *int64 `json:"size"`
} {
	return &struct {
		Size *int64 `json:"size"`
	}{&size}
}

func TestDecodePageRefuses(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		``:                              "EOF",
		`[]`:                            "no object",
		`null`:                          `no member "things"`,
		`{"things":null}`:               "null is no list",
		`{}`:                            `no member "things"`,
		`{"things":{}}`:                 `"things" has an unexpected form`,
		`{"things":[],"next":7}`:        `"next" has an unexpected form`,
		`{"things":[],"total":"x"}`:     `"total" has an unexpected form`,
		`{"things":[{"id":"a"}`:         "EOF",
		`{"things":[{"id":"a"},{"id":`:  "EOF",
		`{"things":[]} {}`:              "something follows",
		`{"things":[{"id":"a"} "b"]}`:   "expected comma",
		`{"things":[{"id":"a","b":x}]}`: "invalid character",
	} {
		if got, err := wire.DecodePage[thing]([]byte(page), "things"); err == nil || !strings.Contains(err.Error(), want) || got.Items != nil {
			t.Errorf("%s: %v, %+v; want an error with %q", page, err, got, want)
		}
	}
}

func TestDecodeList(t *testing.T) {
	t.Parallel()
	got, err := wire.DecodeList[thing]([]byte(`[{"id":"a"},7,{"id":8}]`))
	if want := []thing{{ID: "a"}, {ID: "8"}}; err != nil || got.Nameless != 1 || !cmp.Equal(got.Items, want) {
		t.Errorf("%v, %+v", err, got)
	}
	for _, list := range []string{`{}`, `7`, `[`, ``, `[] []`} {
		if _, err := wire.DecodeList[thing]([]byte(list)); err == nil {
			t.Errorf("%s is taken for a list", list)
		}
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		shown, sent string
		want        bool
	}{
		"the same":              {`{"a":1}`, `{"a":1}`, true},
		"more is shown":         {`{"a":1,"b":{"c":2}}`, `{"b":{}}`, true},
		"another value":         {`{"a":1}`, `{"a":2}`, false},
		"lists in other orders": {`{"a":["x","y"]}`, `{"a":["y","x"]}`, true},
		"lists of objects":      {`{"a":[{"b":1,"c":3},{"b":2}]}`, `{"a":[{"b":2},{"b":1}]}`, true},
		"longer list":           {`{"a":["x","y"]}`, `{"a":["x"]}`, false},
		"empty and left out":    {`{}`, `{"a":"","b":[],"c":null,"d":false,"e":{}}`, true},
		"zero is not empty":     {`{}`, `{"a":0}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var shown, sent any
			if json.Unmarshal([]byte(test.shown), &shown) != nil || json.Unmarshal([]byte(test.sent), &sent) != nil {
				t.Fatal("not JSON")
			}
			if got := wire.Holds(shown, sent); got != test.want {
				t.Errorf("%s holds %s: %t", test.shown, test.sent, got)
			}
		})
	}
}
