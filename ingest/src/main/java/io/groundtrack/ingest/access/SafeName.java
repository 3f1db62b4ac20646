package io.groundtrack.ingest.access;

import java.util.regex.Pattern;

/**
 * An href as it may be told: without user, password, query (signatures are there) and fragment,
 * printable and short.
 */
final class SafeName {

    private static final int LONGEST = 300;
    private static final Pattern USER = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:)?//[^/]*@");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");

    private SafeName() {}

    /** Name of an address. */
    static String of(String href) {
        var user = USER.matcher(href);
        var name =
                user.find()
                        ? (user.group(1) == null ? "" : user.group(1))
                                + "//"
                                + href.substring(user.end())
                        : href;
        int end = firstOf(name, '?', '#');
        if (end < name.length()) {
            name = name.substring(0, end) + name.charAt(end) + "…";
        }
        return printable(name);
    }

    /** Name of a local path, in which ? and # are letters like others. */
    static String printable(String name) {
        var clean = UNPRINTABLE.matcher(name).replaceAll("\ufffd");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }

    private static int firstOf(String text, char a, char b) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == a || text.charAt(i) == b) {
                return i;
            }
        }
        return text.length();
    }
}
