package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// Item is an object that listings show. Its key is what it is asked for by; without one it cannot be used.
type Item interface{ Key() string }

// Page is one page of a listing. It may be empty and yet not the last.
type Page[T Item] struct {
	Items    []T
	Nameless int    // how many more there were that have no key
	Next     string // the cursor of the next page, empty on the last
	Total    *int   // how many items there are on all pages, nil if it is not told
}

// Length is how many items are on the page, with those that have no key.
func (p Page[T]) Length() int { return len(p.Items) + p.Nameless }

// Tells is how many items there are on all pages, as far as the page tells.
func (p Page[T]) Tells() int {
	if p.Total == nil {
		return 0
	}
	return *p.Total
}

// DecodePage reads one page, whose items are in the member key. An odd item does not affect the others.
func DecodePage[T Item](answer []byte, key string) (Page[T], error) {
	r := pageReader[T]{answer: answer, decoder: json.NewDecoder(bytes.NewReader(answer)), key: key}
	if err := r.read(); err != nil {
		return Page[T]{}, err
	}
	return r.page, nil
}

// pageReader reads a page from its first token to its last.
type pageReader[T Item] struct {
	answer  []byte
	decoder *json.Decoder
	key     string

	page     Page[T]
	hasItems bool // whether the page has the member key
}

func (r *pageReader[T]) read() error {
	switch open, err := r.decoder.Token(); {
	case err != nil:
		return err
	case open == nil: // null
	case open != json.Delim('{'):
		return fmt.Errorf("the page has an unexpected form: it is no object but begins with %v", open)
	default:
		if err := r.readMembers(); err != nil {
			return err
		}
	}
	if !r.hasItems {
		return fmt.Errorf("the page has no member %q", r.key)
	}
	return r.readEnd()
}

func (r *pageReader[T]) readMembers() error {
	for r.decoder.More() {
		name, err := r.decoder.Token()
		if err != nil {
			return err
		}
		if err := r.readMember(name); err != nil {
			return fmt.Errorf("the member %q has an unexpected form: %w", name, err)
		}
	}
	_, err := r.decoder.Token() // the closing brace
	return err
}

func (r *pageReader[T]) readMember(name json.Token) error {
	switch name {
	case r.key:
		r.hasItems = true
		return r.readItems()
	case "next":
		return r.decoder.Decode(&r.page.Next)
	case "total":
		return r.decoder.Decode(&r.page.Total)
	default:
		var other json.RawMessage
		return r.decoder.Decode(&other)
	}
}

func (r *pageReader[T]) readItems() error {
	r.page.Items, r.page.Nameless = nil, 0
	switch open, err := r.decoder.Token(); {
	case err != nil:
		return err
	case open == nil:
		return errors.New("null is no list")
	case open != json.Delim('['):
		return fmt.Errorf("it is no list but begins with %v", open)
	}
	for r.decoder.More() {
		item, err := r.readItem()
		if err != nil {
			return err
		}
		if item.Key() == "" {
			r.page.Nameless++
			continue
		}
		r.page.Items = append(r.page.Items, item)
	}
	_, err := r.decoder.Token() // the closing bracket
	return err
}

// readItem reads one item. An item that is no object decodes to an empty one. The error is one of JSON.
func (r *pageReader[T]) readItem() (item T, err error) {
	start := r.decoder.InputOffset()
	err = r.decoder.Decode(&item)
	if err == nil && tidy(reflect.ValueOf(&item).Elem()) {
		return item, nil
	}
	if _, isInvalid := errors.AsType[*json.SyntaxError](
		err,
	); isInvalid || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, io.EOF) {
		return item, err
	}
	encoded := bytes.TrimLeft(r.answer[start:r.decoder.InputOffset()], " \t\r\n,")
	var odd T
	_ = decodeOdd(encoded, &odd, errors.New("no object"))
	return odd, nil
}

// readEnd makes sure that nothing follows.
func (r *pageReader[T]) readEnd() error {
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON")
	}
	return nil
}

// DecodeList reads a list that is not paged, as DecodePage reads the items of a page.
func DecodeList[T Item](answer []byte) (Page[T], error) {
	r := pageReader[T]{answer: answer, decoder: json.NewDecoder(bytes.NewReader(answer))}
	if err := r.readItems(); err != nil {
		return Page[T]{}, err
	}
	if err := r.readEnd(); err != nil {
		return Page[T]{}, err
	}
	return r.page, nil
}
