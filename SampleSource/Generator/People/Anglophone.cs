namespace Streaming.SampleSource.Generator.People;

internal static class Anglophone
{
    private const string Men = "Oliver, Callum, Ethan, Dylan, Owen, Hamish, Marcus, Toby, Wesley, Clark, Brady, Seán";
    private const string Women = "Amelia, Freya, Harriet, Imogen, Tessa, Bridget, Naomi, Paige, Sadie, Joanna, Wren, Zoë";
    private const string Surnames =
        "Whitfield, Barlow, O'Connell, Prescott, Langley, Marsh, Okafor, Beckett, Thorne, Ashworth, Holloway, Smith-Jones, McAllister, Vance";

    public static readonly Nationality[] All =
    [
        new("AU", "Australia")
        {
            Men = Men, Women = Women, Surnames = Surnames,
            Streets = "Wattle Street, Harbour Road, Banksia Avenue, Kookaburra Lane",
            Places = "Geelong/Victoria, Newcastle/New South Wales, Cairns/Queensland, Hobart/Tasmania",
            PostCode = "$###", Phone = "0#-####-####", Cell = "04##-###-###", IdName = "TFN", IdValue = "#########",
        },
        new("CA", "Canada")
        {
            Men = Men, Women = Women, Surnames = Surnames + ", Gagné, Beauséjour",
            Streets = "Maple Crescent, Lakeshore Drive, Rue des Érables, Portage Avenue",
            Places = "Kelowna/British Columbia, Regina/Saskatchewan, Trois-Rivières/Québec, Guelph/Ontario",
            PostCode = "@#@ #@#", PostCodeIsNumber = false, Phone = "### ###-####", Cell = "### ###-####", IdName = "SIN", IdValue = "#########",
        },
        new("GB", "United Kingdom")
        {
            Men = Men, Women = Women, Surnames = Surnames,
            Streets = "Mill Lane, Station Road, Abbey Close, The Crescent",
            Places = "Norwich/Norfolk, Stirling/Stirlingshire, Bangor/Gwynedd, Truro/Cornwall",
            PostCode = "@# #@@", PostCodeIsNumber = false, Phone = "01### ######", Cell = "07### ######", IdName = "NINO", IdValue = "@@ ## ## ## @",
        },
        new("NZ", "New Zealand")
        {
            Men = Men + ", Tāne, Wiremu", Women = Women + ", Aroha, Mārama", Surnames = Surnames + ", Ngāta, Pōtae",
            Streets = "Rātā Street, Ferry Road, Kōwhai Avenue, Marine Parade",
            Places = "Whangārei/Northland, Timaru/Canterbury, Napier/Hawke's Bay, Taupō/Waikato",
            PostCode = "$####", Phone = "(###)-###-####", Cell = "(###)-###-####",
        },
        new("US", "United States")
        {
            Men = Men, Women = Women, Surnames = Surnames + ", Núñez, Washington",
            Streets = "Elm Street, Prairie Road, Sunset Boulevard, Cedar Avenue",
            Places = "Boise/Idaho, Duluth/Minnesota, Santa Fe/New Mexico, Macon/Georgia",
            PostCode = "$####", Phone = "(###) ###-####", Cell = "(###) ###-####", IdName = "SSN", IdValue = "###-##-####",
        },
    ];
}
