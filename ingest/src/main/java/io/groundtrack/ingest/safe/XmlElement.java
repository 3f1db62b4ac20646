package io.groundtrack.ingest.safe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a metadata file, without its name space.
 *
 * <p>Paths are local names with slashes between them, from a child of this element on.
 */
final class XmlElement {

    private final String file;
    private final String path;
    private final String name;
    private final Map<String, String> attributes;
    private final List<XmlElement> children = new ArrayList<>();
    private String text = "";

    XmlElement(String file, String path, String name, Map<String, String> attributes) {
        this.file = file;
        this.path = path;
        this.name = name;
        this.attributes = attributes;
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void text(String value) {
        text = value;
    }

    String name() {
        return name;
    }

    /** From the root on, as it stands in messages. */
    String path() {
        return path;
    }

    String text() {
        return text;
    }

    Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key)).filter(v -> !v.isBlank());
    }

    /** All elements at {@code path}. */
    List<XmlElement> all(String path) {
        var slash = path.indexOf('/');
        var head = slash < 0 ? path : path.substring(0, slash);
        var found = new ArrayList<XmlElement>();
        for (var child : children) {
            if (child.name.equals(head)) {
                if (slash < 0) {
                    found.add(child);
                } else {
                    found.addAll(child.all(path.substring(slash + 1)));
                }
            }
        }
        return found;
    }

    Optional<XmlElement> first(String path) {
        return all(path).stream().findFirst();
    }

    /** The first element of this name, however deep; in the order of the file. */
    Optional<XmlElement> deep(String wanted) {
        for (var child : children) {
            if (child.name.equals(wanted)) {
                return Optional.of(child);
            }
            var below = child.deep(wanted);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    /** All elements of this name, however deep. */
    List<XmlElement> allDeep(String wanted) {
        var found = new ArrayList<XmlElement>();
        for (var child : children) {
            if (child.name.equals(wanted)) {
                found.add(child);
            }
            found.addAll(child.allDeep(wanted));
        }
        return found;
    }

    /** Text of the first element at {@code path}, where it has some. */
    Optional<String> text(Iterable<String> paths) {
        for (var each : paths) {
            var found = first(each).map(XmlElement::text).filter(t -> !t.isBlank());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    Optional<String> textAt(String path) {
        return text(List.of(path));
    }

    /** Text at {@code path}, which must be there. */
    String require(String wanted, String expected) throws SafeException {
        var found = textAt(wanted);
        if (found.isEmpty()) {
            throw new SafeException(file, path + "/" + wanted, "absent or empty", expected);
        }
        return found.get();
    }

    /** A number at {@code path}, where there is one. */
    Optional<Double> number(String wanted) throws SafeException {
        var found = first(wanted);
        return found.isEmpty() || found.get().text.isBlank()
                ? Optional.empty()
                : Optional.of(found.get().number());
    }

    /** The text as a finite number. */
    double number() throws SafeException {
        try {
            var value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below with the infinite ones
        }
        throw invalid("a number");
    }

    SafeException invalid(String expected) {
        return new SafeException(file, path, text, expected);
    }
}
