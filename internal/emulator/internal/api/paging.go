package api

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// pageSize is the page size of calls that name none.
//
// Assumption: for client grants and APIs. 50 is documented for applications and organizations and was last recorded for
// connections, whose documentation says 100.
const pageSize = 50

// offsetLimit is how many rows of connections and organizations can be reached by page number.
const offsetLimit = 1000

// listing is the result of a list call before paging.
type listing struct {
	key        string // of the array in the answer
	rows       []*tenant.Record
	show       func(object.Object) any
	totalsLast bool // whether the array comes first, as for organizations and for lists below another object
	checkpoint bool // whether the call has the parameters from and take
	capped     bool // whether offsetLimit applies
}

// page answers a list call in the form that its parameters request: a bare array, an object with totals, or a
// checkpoint page. Parameters of checkpoint paging override the others.
func (c *call) page(l listing) (answer.Reply, error) {
	if l.checkpoint && c.given("take", "from") {
		return c.checkpointPage(l)
	}
	page, size := c.integer("page", 0), c.integer("per_page", pageSize)
	start := page * size
	if l.capped && start+size > offsetLimit && start < len(l.rows) {
		// Assumption: the wording and code; the documentation says that only checkpoints reach further.
		return answer.Reply{}, answer.BadRequest("invalid_paging", "You can only page through the first %d "+
			"records", offsetLimit)
	}
	from, to := min(start, len(l.rows)), min(start+size, len(l.rows))
	items := l.render(l.rows[from:to])
	if include, _ := c.query["include_totals"].(bool); !include {
		return answer.OK(items)
	}
	if l.totalsLast {
		return answer.OK(
			object.Document{}.With(l.key, items).With("start", start).With("limit", size).With("total", len(l.rows)),
		)
	}
	return answer.OK(
		object.Document{}.With("total", len(l.rows)).With("start", start).With("limit", size).With(l.key, items),
	)
}

// checkpointPage answers with the rows after the cursor, and with the next cursor if there are more.
func (c *call) checkpointPage(l listing) (answer.Reply, error) {
	start := 0
	if from := object.Text(c.query, "from"); from != "" {
		after, valid := parseCursor(from)
		if !valid {
			// Assumption: the wording; misuse of from was not recorded.
			return answer.Reply{}, answer.BadRequest("invalid_query_string", "Query validation error: 'Invalid value' on "+
				"property from.")
		}
		start = after.position(l.rows)
	}
	end := min(start+c.integer("take", pageSize), len(l.rows))
	out := object.Document{}.With(l.key, l.render(l.rows[start:end]))
	if end < len(l.rows) {
		out = out.With("next", newCursor(l.rows[end-1]).String())
	}
	return answer.OK(out)
}

func (l listing) render(rows []*tenant.Record) []any {
	out := make([]any, len(rows))
	for i, r := range rows {
		out[i] = l.show(r.Data)
	}
	return out
}

// cursor is the last row of a checkpoint page. It is sent as base64 of "<timestamp>UTC,<id>".
type cursor struct {
	created time.Time
	id      string
}

const cursorTime = "2006-01-02 15:04:05.999999999"

func newCursor(r *tenant.Record) cursor { return cursor{r.Created, r.ID} }

func (c cursor) String() string {
	return base64.StdEncoding.EncodeToString([]byte(c.created.UTC().Format(cursorTime) + "UTC," + c.id))
}

func parseCursor(encoded string) (cursor, bool) {
	raw, err := base64.StdEncoding.DecodeString(encoded)
	stamp, id, found := strings.Cut(string(raw), "UTC,")
	created, timeErr := time.Parse(cursorTime, stamp)
	return cursor{created, id}, err == nil && timeErr == nil && found
}

// position returns the index of the first row after the cursor. It works even if that row has been deleted meanwhile,
// because the rows of checkpoint pages ascend by creation or by id.
func (c cursor) position(rows []*tenant.Record) int {
	if i := slices.IndexFunc(rows, func(r *tenant.Record) bool { return r.ID == c.id }); i >= 0 {
		return i + 1
	}
	byCreation := slices.IsSortedFunc(rows, func(a, b *tenant.Record) int { return a.Created.Compare(b.Created) })
	i, _ := slices.BinarySearchFunc(rows, c, func(r *tenant.Record, c cursor) int {
		if byCreation {
			return r.Created.Compare(c.created)
		}
		return cmp.Compare(r.ID, c.id)
	})
	return i
}

// byID orders rows by id, byte by byte.
func byID(a, b *tenant.Record) int { return cmp.Compare(a.ID, b.ID) }
